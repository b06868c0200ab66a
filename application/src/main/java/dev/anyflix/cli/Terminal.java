package dev.anyflix.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The terminal of the process, if it has one. */
public interface Terminal {

  /** No terminal: input and output are files or pipes. */
  Terminal NONE = new OfConsole(null);

  /** Whether input and output are a terminal. */
  boolean isInteractive();

  /**
   * Prints a question and reads the answer.
   *
   * @return null at the end of the input or without a terminal
   */
  @Nullable String ask(String question);

  /** The number of columns; {@link Integer#MAX_VALUE} without a terminal. */
  int width();

  /** The terminal of this process. */
  @SuppressWarnings("SystemConsoleNull") // Null before Java 22 only.
  static Terminal ofProcess() {
    Console console = System.console();
    return console != null && OfConsole.isTerminal(console) ? new OfConsole(console) : NONE;
  }

  /**
   * A terminal based on {@link Console}.
   *
   * @param console null without a terminal
   */
  record OfConsole(@Nullable Console console) implements Terminal {

    /** From Java 22 on a console exists without a terminal, too. */
    static boolean isTerminal(Console console) {
      if (Runtime.version().feature() < 22) {
        return true;
      }
      try {
        return (boolean) Console.class.getMethod("isTerminal").invoke(console);
      } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("Console.isTerminal exists from Java 22 on", e);
      }
    }

    @Override
    public boolean isInteractive() {
      return console != null;
    }

    @Override
    public int width() {
      return console == null
          ? Integer.MAX_VALUE
          : CommandSpec.create().usageMessage().autoWidth(true).width();
    }

    @Override
    public @Nullable String ask(String question) {
      return console == null ? null : console.readLine("%s", question);
    }
  }
}
