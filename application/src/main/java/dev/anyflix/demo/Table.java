package dev.anyflix.demo;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a tab-separated resource whose first line names the columns. */
final class Table {

  private Table() {}

  static List<Row> read(String resource) {
    try (InputStream in = Table.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource);
      }
      List<String> lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
      String[] columns = lines.get(0).split("\t");
      return lines.stream().skip(1).map(line -> row(columns, line)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String[] columns, String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length != columns.length) {
      throw new IllegalStateException(
          "expected " + columns.length + " cells, found " + cells.length + ": " + line);
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < columns.length; i++) {
      values.put(columns[i], cells[i].strip());
    }
    return new Row(values);
  }

  /** One line of a table; an empty cell is null or an empty list. */
  record Row(Map<String, String> cells) {

    @Nullable String optional(String column) {
      String value = cells.get(column);
      if (value == null) {
        throw new IllegalStateException("unknown column: " + column);
      }
      return value.isEmpty() ? null : value;
    }

    String text(String column) {
      String value = optional(column);
      if (value == null) {
        throw new IllegalStateException("empty " + column + " in " + cells);
      }
      return value;
    }

    int number(String column) {
      return Integer.parseInt(text(column));
    }

    @Nullable Integer optionalNumber(String column) {
      String value = optional(column);
      return value == null ? null : Integer.valueOf(value);
    }

    LocalDate date(String column) {
      return LocalDate.parse(text(column));
    }

    @Nullable LocalDate optionalDate(String column) {
      String value = optional(column);
      return value == null ? null : LocalDate.parse(value);
    }

    List<String> list(String column) {
      return split(column, ",");
    }

    /** Reads {@code a|b}, because texts contain commas. */
    List<String> lines(String column) {
      return split(column, "\\|");
    }

    /** Reads {@code a=b;c=d}, in that order. */
    Map<String, String> pairs(String column) {
      Map<String, String> pairs = new LinkedHashMap<>();
      for (String pair : split(column, ";")) {
        String[] sides = pair.split("=", 2);
        pairs.put(sides[0], sides[1]);
      }
      return pairs;
    }

    private List<String> split(String column, String by) {
      String value = optional(column);
      return value == null ? List.of() : Arrays.stream(value.split(by)).map(String::strip).toList();
    }
  }
}
