package dev.anyflix.settings;

import java.util.List;

/** Invalid settings, with all problems and no secrets. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem: the name, the rule and the value. */
  public List<String> problems() {
    return problems;
  }
}
