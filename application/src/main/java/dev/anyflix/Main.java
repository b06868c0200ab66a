package dev.anyflix;

import dev.anyflix.cli.AnyflixCommand;
import dev.anyflix.cli.Launch;
import dev.anyflix.cli.Terminal;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** The entry point of the jar. */
public final class Main {

  private Main() {}

  /** Runs a command; exits with 0 success, 1 failure, 2 invalid usage or settings. */
  public static void main(String[] arguments) {
    Launch launch = new Launch(System.getenv(), Path.of("").toAbsolutePath(), Terminal.ofProcess());
    // Not buffered by a charset writer, so that a command notices a closed pipe.
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    System.exit(AnyflixCommand.run(launch, out, err, arguments));
  }
}
