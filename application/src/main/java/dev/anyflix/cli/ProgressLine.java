package dev.anyflix.cli;

import dev.anyflix.settings.Printable;
import java.io.PrintWriter;

/** Shows progress: a bar on a terminal, else plain lines. */
final class ProgressLine {

  private static final int WIDTH = 30;
  private static final String ERASE_TO_END = "\033[K";

  private final PrintWriter out;
  private final boolean animated;
  private String shown = "";

  ProgressLine(PrintWriter out, boolean animated) {
    this.out = out;
    this.animated = animated;
  }

  /**
   * Shows a state unless it equals the last one.
   *
   * @param item the current item, or empty
   */
  void show(int done, int total, String item) {
    String figures = done + " of " + total;
    String text = Printable.of(item.isEmpty() ? figures : figures + "  " + item);
    if (text.equals(shown)) {
      return;
    }
    shown = text;
    if (animated) {
      int filled = total == 0 ? WIDTH : Math.min(WIDTH, WIDTH * done / total);
      out.print("\r[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + text);
      out.print(ERASE_TO_END);
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Ends the line of the bar. */
  void end() {
    if (animated) {
      out.println();
    }
  }
}
