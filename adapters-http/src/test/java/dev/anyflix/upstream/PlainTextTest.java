package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a <i>b</i> <b class="x">c</b>|a b c
          Tom &amp; Jerry &quot;x&quot; &#39;y&#x27; &mdash; z|Tom & Jerry "x" 'y' — z
          1 < 2 and 3 > 2|1 < 2 and 3 > 2
          &unknown; &#0; &#xD800; &amp;lt;|&unknown; &lt;
          I <3 you|I <3 you
          if a <b then c|if a <b then c
          caf&eacute; &alpha;&rarr;&hearts; &NotEqualTilde;|café α→♥ ≂̸
          a<!-- no -->b|ab
          x &lt;b&gt; y|x <b> y
          He <span class="spoiler">dies</span>.|He .
          He <div class='markdown_spoiler'><span>dies</span></div> lives|He lives
          a&#x202e;b&#7;c|abc
          """)
  void tagsAreRemovedAndEntitiesDecoded(String html, String text) {
    assertThat(PlainText.ofHtml(html)).isEqualTo(text);
  }

  @Test
  void lineBreaksAreKeptWithAtMostOneEmptyLine() {
    assertThat(PlainText.ofHtml("a<br>b<br />\nc<BR><br><br>\n\nd<p>e</p>f  g&nbsp;h"))
        .isEqualTo("a\nb\nc\n\nd\ne\nf g h");
  }

  @Test
  void everyLineEndingIsOneLineBreak() {
    assertThat(PlainText.ofHtml("a\rb\r\nc\nd<br>\re<br>\r\nf\r\r\r\rg"))
        .isEqualTo("a\nb\nc\nd\ne\nf\n\ng");
  }

  @Test
  void scriptsAndStylesAreRemoved() {
    assertThat(PlainText.ofHtml("a<script>alert(1)</script>b<style>p {}</style>c"))
        .isEqualTo("a\nb\nc");
  }

  @Test
  void paragraphsAndListItemsAreLines() {
    assertThat(PlainText.ofHtml("<p>a</p><p>b</p>\n<ul>\n<li>c</li><li>d</li></ul>e"))
        .isEqualTo("a\nb\nc\nd\ne");
  }

  @Test
  void textOverTheLimitIsCut() {
    assertThat(PlainText.ofHtml("x".repeat(PlainText.MAX_LENGTH + 9)))
        .hasSize(PlainText.MAX_LENGTH);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "<br>", "<i></i>\n", "&nbsp;"})
  void emptyHtmlIsNull(String html) {
    assertThat(PlainText.ofHtml(html)).isNull();
  }
}
