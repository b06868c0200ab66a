package dev.anyflix.cli;

import dev.anyflix.boot.doctor.CheckResult.Status;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Colours for a terminal.
 *
 * @param enabled false if the output is no terminal or NO_COLOR is set
 */
record Colors(boolean enabled) {

  /** The colours for a terminal and its environment, by the convention of no-color.org. */
  static Colors of(Terminal terminal, Map<String, String> environment) {
    return new Colors(
        terminal.isInteractive() && environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  /** The colour of a status. */
  UnaryOperator<String> of(Status status) {
    Style style =
        switch (status) {
          case OK -> Style.fg_green;
          case WARN -> Style.fg_yellow;
          case FAIL -> Style.fg_red;
        };
    return text -> apply(style, text);
  }

  /** Bold text. */
  String bold(String text) {
    return apply(Style.bold, text);
  }

  private String apply(Style style, String text) {
    return enabled ? style.on() + text + Style.reset.on() : text;
  }
}
