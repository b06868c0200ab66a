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
          """)
  void tagsGoAndEntitiesBecomeCharacters(String html, String text) {
    assertThat(PlainText.of(html)).isEqualTo(text);
  }

  @Test
  void breaksBecomeLinesWithAtMostOneEmptyLineBetween() {
    assertThat(PlainText.of("a<br>b<br />\nc<BR><br><br>\n\nd<p>e</p>f  g&nbsp;h"))
        .isEqualTo("a\nb\nc\n\nde\nf g h");
  }

  @Test
  void everyKindOfLineEndIsOneLineEnd() {
    assertThat(PlainText.of("a\rb\r\nc\nd<br>\re<br>\r\nf\r\r\r\rg"))
        .isEqualTo("a\nb\nc\nd\ne\nf\n\ng");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "<br>", "<i></i>\n", "&nbsp;"})
  void nothingIsNull(String html) {
    assertThat(PlainText.of(html)).isNull();
  }
}
