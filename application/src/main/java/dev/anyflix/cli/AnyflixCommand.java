package dev.anyflix.cli;

import dev.anyflix.config.SettingsException;
import dev.anyflix.config.Version;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code anyflix}: serves, unless another command is named. */
@Command(
    name = "anyflix",
    description = "One REST API over AniList, TMDB and content providers, behind a cache.",
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class,
    sortOptions = false)
public final class AnyflixCommand implements Callable<Integer> {

  static final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"anyflix " + Version.current()};
    }
  }

  private final Launch launch;

  @Spec private CommandSpec spec;

  private AnyflixCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  /** The parser of the whole command line; its exit code is 0 ok, 1 failed, 2 usage or settings. */
  public static CommandLine commandLine(Launch launch) {
    return new CommandLine(new AnyflixCommand(launch))
        .addSubcommand(new ServeCommand(launch))
        .addSubcommand(new DemoCommand(launch))
        .addSubcommand(new ConfigCommand(launch))
        .setExecutionExceptionHandler(AnyflixCommand::report);
  }

  @Override
  public Integer call() {
    return spec.commandLine().execute("serve");
  }

  private static int report(Exception failure, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    if (failure instanceof SettingsException settings) {
      settings.problems().forEach(problem -> err.println("error: " + problem));
      return line.getCommandSpec().exitCodeOnInvalidInput();
    }
    String message = failure.getMessage();
    err.println("error: " + (message == null ? failure.getClass().getSimpleName() : message));
    return line.getCommandSpec().exitCodeOnExecutionException();
  }
}
