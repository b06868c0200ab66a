package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TextTableTest {

  @Test
  void numbersAreRightAlignedAndWordsInTheLastColumnLeftAligned() {
    TextTable table =
        new TextTable("Name", "Count", "State")
            .wordsLast()
            .row("a", "1", "ready")
            .row("longer", "1,000,000", "needs a key");

    assertThat(table.lines())
        .containsExactly(
            "Name        Count  State",
            "a               1  ready",
            "longer  1,000,000  needs a key");
  }

  @Test
  void rowWithAnotherNumberOfCellsIsRejected() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
