package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final StringWriter out = new StringWriter();

  private void show(boolean animated) {
    ProgressLine line = new ProgressLine(new PrintWriter(out, true), animated);
    line.show(1, 2, "tmdb\033[2J");
    line.show(1, 2, "tmdb\033[2J");
    line.show(2, 2, "");
    line.end();
  }

  @Test
  void equalStatesArePrintedOnceAsLinesWithoutATerminal() {
    show(false);

    assertThat(out.toString().lines()).containsExactly("1 of 2  tmdb?[2J", "2 of 2");
  }

  @Test
  void barIsRedrawnOnATerminal() {
    show(true);

    assertThat(out.toString())
        .contains("\r[" + "#".repeat(15) + "-".repeat(15) + "] 1 of 2")
        .contains("\r[" + "#".repeat(30) + "] 2 of 2")
        .endsWith(System.lineSeparator());
  }
}
