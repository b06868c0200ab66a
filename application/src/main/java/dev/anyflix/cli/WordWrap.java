package dev.anyflix.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines at spaces. */
final class WordWrap {

  private WordWrap() {}

  /**
   * Breaks a text into lines of at most the given width; a longer word gets a line of its own.
   *
   * @return at least one line
   */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
