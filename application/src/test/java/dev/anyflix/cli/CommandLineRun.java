package dev.anyflix.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * The result of one run of the command line.
 *
 * @param exitCode the exit code
 * @param out everything written to the output
 * @param err everything written to the error output
 */
record CommandLineRun(int exitCode, String out, String err) {

  /** Runs a command without a terminal. */
  static CommandLineRun of(Map<String, String> environment, Path directory, String... arguments) {
    return of(new Launch(environment, directory), arguments);
  }

  static CommandLineRun of(Launch launch, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        AnyflixCommand.run(
            launch, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}
