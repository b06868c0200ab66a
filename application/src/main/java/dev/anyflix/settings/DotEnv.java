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
 * The lines of a .env file, read as a person means them.
 *
 * <p>Each line is {@code NAME=value}, with {@code export} before it or not. A comment starts with a
 * {@code #} at the start of the line or after a space, so that a password may hold one. A value in
 * quotes is kept as it is, spaces and {@code #} too; in double quotes a backslash stands before
 * {@code "} and {@code \}. Nothing is expanded, and a value ends with its line.
 *
 * <p>Why no library: dotenv-java ends every unquoted value at the first {@code #}, which cuts
 * passwords and URLs, refuses {@code export}, and loses the first name after a byte order mark.
 *
 * @param values each name's value; the last line counts
 * @param problems one line for each that can't be read
 * @param warnings one line for each name that is given twice
 */
record DotEnv(Map<String, String> values, List<String> problems, List<String> warnings) {

  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][\\w.-]*)\\s*=(.*)");
  private static final Pattern DOUBLE_QUOTED =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"(\\s*|\\s+#.*)");
  private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'(\\s*|\\s+#.*)");
  private static final Pattern COMMENT = Pattern.compile("\\s+#.*");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  DotEnv {
    values = Map.copyOf(values);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Reads a file in UTF-8; one that does not exist holds nothing. */
  static DotEnv read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return new DotEnv(Map.of(), List.of(), List.of());
    } catch (IOException e) {
      return new DotEnv(Map.of(), List.of(".env: can't be read as UTF-8 text"), List.of());
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
        problems.add(where + "must be NAME=value");
        continue;
      }
      String name = assignment.group(1);
      Optional<String> value = value(assignment.group(2));
      if (value.isEmpty()) {
        problems.add(where + name + " must end with the quote that it starts with");
      } else if (values.put(name, value.get()) != null) {
        warnings.add(where + name + " is set a second time; this line counts");
      }
    }
    return new DotEnv(values, problems, warnings);
  }

  private static String withoutMark(String content) {
    return !content.isEmpty() && content.charAt(0) == BYTE_ORDER_MARK
        ? content.substring(1)
        : content;
  }

  /** What follows the equals sign; empty when a quote is not closed, or text follows it. */
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
