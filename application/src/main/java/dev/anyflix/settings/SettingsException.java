package dev.anyflix.settings;

import java.util.List;

/** The settings can't be used; says everything that is wrong with them, without any secret. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem: the name, what the value must be, what it was. */
  public List<String> problems() {
    return problems;
  }
}
