package dev.anyflix.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of a .env file.
 *
 * <p>Each line is {@code NAME=value}, optionally after {@code export}. A comment starts with {@code
 * #} at the start of the line or after a space, so that a password may contain {@code #}. Quoted
 * values are taken literally; in double quotes a backslash escapes {@code "} and {@code \}.
 * Variables are not expanded, and a value ends with its line.
 *
 * @param values the value of each name; the last line takes effect
 * @param problems one message for each malformed line
 * @param warnings one message for each repeated name
 */
record DotEnv(Map<String, String> values, List<String> problems, List<String> warnings) {

  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][\\w.-]*)\\s*=(.*)");
  private static final Pattern DOUBLE_QUOTED =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"(\\s*|\\s+#.*)");
  private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'(\\s*|\\s+#.*)");
  private static final Pattern COMMENT = Pattern.compile("\\s+#.*");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  DotEnv {
    values = Map.copyOf(values);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Reads a file in UTF-8; a missing file is empty. */
  static DotEnv read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return new DotEnv(Map.of(), List.of(), List.of());
    } catch (IOException e) {
      return new DotEnv(Map.of(), List.of(".env: cannot be read as UTF-8 text"), List.of());
    }
  }

  static DotEnv parse(String content) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    int number = 0;
    for (String raw : withoutMark(content).split("\\R", -1)) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String where = ".env line " + number + ": ";
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (!assignment.matches()) {
        problems.add(where + "must be NAME=value" + invisible(line));
        continue;
      }
      String name = assignment.group(1);
      Optional<String> value = value(assignment.group(2));
      if (value.isEmpty()) {
        problems.add(
            where + name + " must end with the quote that it starts with" + invisible(line));
      } else if (values.put(name, value.get()) != null) {
        warnings.add(where + name + " is set again; this line takes effect");
      }
    }
    return new DotEnv(values, problems, warnings);
  }

  private static String invisible(String line) {
    return Printable.invisible(line).map(name -> "; contains " + name).orElse("");
  }

  private static String withoutMark(String content) {
    return !content.isEmpty() && content.charAt(0) == BYTE_ORDER_MARK
        ? content.substring(1)
        : content;
  }

  /** The value of the text after the equals sign; empty if its quotes are malformed. */
  private static Optional<String> value(String text) {
    String quoted = text.strip();
    if (quoted.startsWith("\"")) {
      Matcher matcher = DOUBLE_QUOTED.matcher(quoted);
      return matcher.matches()
          ? Optional.of(ESCAPED.matcher(matcher.group(1)).replaceAll("$1"))
          : Optional.empty();
    }
    if (quoted.startsWith("'")) {
      Matcher matcher = SINGLE_QUOTED.matcher(quoted);
      return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
    return Optional.of(COMMENT.matcher(text).replaceFirst("").strip());
  }
}
