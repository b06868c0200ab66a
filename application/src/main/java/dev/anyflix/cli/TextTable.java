package dev.anyflix.cli;

import dev.anyflix.settings.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A plain-text table that fits a width. The first column is left-aligned, the others are
 * right-aligned except for a last column with words.
 */
final class TextTable {

  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;
  private boolean wordsLast;
  private String[] optional = {};

  TextTable(String... headings) {
    widths = new int[headings.length];
    row(headings);
  }

  /** Left-aligns the last column and wraps its words. */
  TextTable wordsLast() {
    wordsLast = true;
    return this;
  }

  /** Names the columns that may be dropped, in the order in which they are dropped. */
  TextTable optional(String... headings) {
    optional = headings.clone();
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

  /**
   * The lines of the table, the headings first.
   *
   * @param width the maximum length of a line; optional columns are dropped until it is met
   */
  List<String> lines(int width) {
    List<Integer> columns = columns(width);
    return rows.stream().flatMap(row -> lines(row, columns, width).stream()).toList();
  }

  private List<Integer> columns(int width) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      columns.add(i);
    }
    for (String heading : optional) {
      if (length(columns) <= width) {
        break;
      }
      columns.removeIf(column -> rows.get(0)[column].equals(heading));
    }
    return columns;
  }

  private int length(List<Integer> columns) {
    return columns.stream().mapToInt(column -> widths[column] + GAP.length()).sum() - GAP.length();
  }

  private List<String> lines(String[] row, List<Integer> columns, int width) {
    StringBuilder line = new StringBuilder();
    for (int column : columns) {
      String padding = " ".repeat(widths[column] - row[column].length());
      line.append(line.isEmpty() ? "" : GAP);
      if (column == 0) {
        line.append(row[column]).append(padding);
      } else if (!wordsLast || column < row.length - 1) {
        line.append(padding).append(row[column]);
      }
    }
    if (!wordsLast) {
      return List.of(line.toString().stripTrailing());
    }
    List<String> lines = new ArrayList<>();
    String indent = " ".repeat(line.length());
    for (String words : WordWrap.wrap(row[row.length - 1], width - indent.length())) {
      lines.add(((lines.isEmpty() ? line : indent) + words).stripTrailing());
    }
    return lines;
  }
}
