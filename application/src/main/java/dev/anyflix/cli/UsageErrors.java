package dev.anyflix.cli;

import dev.anyflix.settings.Printable;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints a usage error in one line instead of the whole help. */
final class UsageErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    String message = Printable.of(String.valueOf(failure.getMessage()));
    err.println(
        "error: " + message + "; see " + command.getCommandSpec().qualifiedName() + " --help");
    UnmatchedArgumentException.printSuggestions(failure, err);
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
