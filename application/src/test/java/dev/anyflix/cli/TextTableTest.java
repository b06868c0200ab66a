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

    assertThat(table.lines(Integer.MAX_VALUE))
        .containsExactly(
            "Name        Count  State",
            "a               1  ready",
            "longer  1,000,000  needs a key");
  }

  @Test
  void optionalColumnsAreDroppedInOrderUntilTheTableFits() {
    TextTable table = new TextTable("a", "b", "c").optional("c", "a").row("1", "2", "3");

    assertThat(table.lines(7)).containsExactly("a  b  c", "1  2  3");
    assertThat(table.lines(6)).containsExactly("a  b", "1  2");
    assertThat(table.lines(3)).containsExactly("b", "2");
    assertThat(table.lines(0)).containsExactly("b", "2");
  }

  @Test
  void wordsAreWrappedUnderTheirColumn() {
    TextTable table = new TextTable("a", "b").wordsLast().row("1", "two three");

    assertThat(table.lines(9)).containsExactly("a  b", "1  two", "   three");
  }

  @Test
  void rowWithAnotherNumberOfCellsIsRejected() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
