package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordWrapTest {

  @Test
  void linesBreakAtSpacesAndLongWordsStayWhole() {
    assertThat(WordWrap.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(WordWrap.wrap("a unbreakable b", 5)).containsExactly("a", "unbreakable", "b");
  }

  @Test
  void shortTextIsOneLine() {
    assertThat(WordWrap.wrap("one two", Integer.MAX_VALUE)).containsExactly("one two");
    assertThat(WordWrap.wrap("", 10)).containsExactly("");
  }
}
