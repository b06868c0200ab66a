package dev.anyflix.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** The person in front of the command line, if there is one. */
public interface Terminal {

  /** Nobody: input and output are files, pipes or another program. */
  Terminal NONE = new OfConsole(null);

  /** Whether a person reads the output and can be asked. */
  boolean interactive();

  /**
   * Asks a question and waits for the answer.
   *
   * @return null at the end of the input, or when nobody is there
   */
  @Nullable String ask(String question);

  /** The terminal of this process. */
  @SuppressWarnings("SystemConsoleNull") // Null before Java 22; the console is asked after that.
  static Terminal ofProcess() {
    Console console = System.console();
    return console != null && OfConsole.isTerminal(console) ? new OfConsole(console) : NONE;
  }

  /**
   * The terminal of a console.
   *
   * @param console null for nobody
   */
  record OfConsole(@Nullable Console console) implements Terminal {

    /** From Java 22 on there may be a console without a terminal, which then says so itself. */
    static boolean isTerminal(Console console) {
      if (Runtime.version().feature() < 22) {
        return true;
      }
      try {
        return (boolean) Console.class.getMethod("isTerminal").invoke(console);
      } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("Console.isTerminal is there from Java 22 on", e);
      }
    }

    @Override
    public boolean interactive() {
      return console != null;
    }

    @Override
    public @Nullable String ask(String question) {
      return console == null ? null : console.readLine("%s", question);
    }
  }
}
