package dev.anyflix.cli;

import dev.anyflix.settings.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A plain-text table. The first column is left-aligned, the others are right-aligned except for a
 * last column with words.
 */
final class TextTable {

  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;
  private boolean wordsLast;

  TextTable(String... headings) {
    widths = new int[headings.length];
    row(headings);
  }

  /** Left-aligns the last column. */
  TextTable wordsLast() {
    wordsLast = true;
    return this;
  }

  /** Adds a row; it must have as many cells as the headings. */
  TextTable row(String... cells) {
    if (cells.length != widths.length) {
      throw new IllegalArgumentException("A row needs " + widths.length + " cells");
    }
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = Printable.of(cells[i]);
      widths[i] = Math.max(widths[i], row[i].length());
    }
    rows.add(row);
    return this;
  }

  /** Whether the table has no rows. */
  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The lines of the table, the headings first. */
  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(String[] row) {
    StringBuilder line = new StringBuilder(row[0]);
    line.append(" ".repeat(widths[0] - row[0].length()));
    for (int i = 1; i < row.length; i++) {
      int indent = wordsLast && i == row.length - 1 ? 0 : widths[i] - row[i].length();
      line.append(GAP).append(" ".repeat(indent)).append(row[i]);
    }
    return line.toString().stripTrailing();
  }
}
