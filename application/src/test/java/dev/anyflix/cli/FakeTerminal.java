package dev.anyflix.cli;

import org.jspecify.annotations.Nullable;

/**
 * An interactive terminal for tests.
 *
 * @param width the number of columns
 * @param answer the answer to every question; null for the end of the input
 */
record FakeTerminal(int width, @Nullable String answer) implements Terminal {

  @Override
  public boolean isInteractive() {
    return true;
  }

  @Override
  public @Nullable String ask(String question) {
    return answer;
  }
}
