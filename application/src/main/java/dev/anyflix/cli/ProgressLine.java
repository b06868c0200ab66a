package dev.anyflix.cli;

import java.io.PrintWriter;

/** Shows how far something is: as a bar that moves on a terminal, elsewhere in plain lines. */
final class ProgressLine {

  private static final int WIDTH = 30;
  private static final String ERASE_TO_END = "\033[K";

  private final PrintWriter out;
  private final boolean moving;
  private String shown = "";

  ProgressLine(PrintWriter out, boolean moving) {
    this.out = out;
    this.moving = moving;
  }

  /**
   * Shows a state, unless it is the one that was shown last.
   *
   * @param what is being done, or empty
   */
  void show(int done, int total, String what) {
    String figures = done + " of " + total;
    String text = TextTable.printable(what.isEmpty() ? figures : figures + "  " + what);
    if (text.equals(shown)) {
      return;
    }
    shown = text;
    if (moving) {
      int filled = total == 0 ? WIDTH : Math.min(WIDTH, WIDTH * done / total);
      out.print("\r[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + text);
      out.print(ERASE_TO_END);
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Leaves the bar as it is and goes to a new line. */
  void end() {
    if (moving) {
      out.println();
    }
  }
}
