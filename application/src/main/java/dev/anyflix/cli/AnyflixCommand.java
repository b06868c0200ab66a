package dev.anyflix.cli;

import dev.anyflix.settings.SettingsException;
import dev.anyflix.settings.Version;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code anyflix}: serves, unless another command is named. */
@Command(
    name = "anyflix",
    description = "One REST API over AniList, TMDB and content providers, behind a cache.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples, with alias anyflix='java -jar application/target/anyflix.jar':",
      "  anyflix                      run the service with the settings of the environment and .env",
      "  anyflix demo                 try it: no key, no Redis, no internet needed",
      "  anyflix doctor               check settings, Redis and upstreams",
      "  anyflix stats --watch        see how the cache does",
      "  anyflix clear anilist        clear what came from AniList",
      "",
      "Exit codes: 0 ok, 1 failed, 2 wrong usage or settings."
    },
    versionProvider = AnyflixCommand.BuildVersion.class,
    sortOptions = false)
public final class AnyflixCommand implements Callable<Integer> {

  static final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"anyflix " + Version.current()};
    }
  }

  static final String SERVE = "serve";

  @Spec private CommandSpec spec;

  private AnyflixCommand() {
    this.spec = CommandSpec.create();
  }

  /**
   * Runs what the arguments ask for; returns 0 ok, 1 failed, 2 usage or settings.
   *
   * <p>Where they ask for nothing but to serve, the parser is left out, so that the service starts
   * sooner.
   */
  public static int run(Launch launch, PrintWriter out, PrintWriter err, String... arguments) {
    if (!asksToServe(arguments)) {
      return commandLine(launch).setOut(out).setErr(err).execute(arguments);
    }
    try {
      return ServeCommand.serve(launch, err);
    } catch (Exception e) {
      return report(e, err);
    }
  }

  private static boolean asksToServe(String... arguments) {
    return arguments.length == 0 || (arguments.length == 1 && arguments[0].equals(SERVE));
  }

  /** The parser of the whole command line; its exit code is 0 ok, 1 failed, 2 usage or settings. */
  public static CommandLine commandLine(Launch launch) {
    return new CommandLine(new AnyflixCommand())
        .addSubcommand(new ServeCommand(launch))
        .addSubcommand(new DemoCommand(launch))
        .addSubcommand(new StatsCommand(launch))
        .addSubcommand(new ClearCommand(launch))
        .addSubcommand(new ExpireCommand(launch))
        .addSubcommand(new FlushCommand(launch))
        .addSubcommand(new WarmCommand(launch))
        .addSubcommand(new DoctorCommand(launch))
        .addSubcommand(new ConfigCommand(launch))
        .addSubcommand("completion", completion())
        .setExecutionExceptionHandler((e, line, parsed) -> report(e, line.getErr()));
  }

  private static CommandLine completion() {
    CommandLine completion = new CommandLine(new GenerateCompletion());
    completion
        .getCommandSpec()
        .versionProvider(new BuildVersion())
        .usageMessage()
        .description("Prints a completion script for bash and zsh.")
        .footer(
            "",
            "Examples:",
            "  alias anyflix='java -jar /opt/anyflix/anyflix.jar'",
            "  source <(anyflix completion)");
    return completion;
  }

  @Override
  public Integer call() {
    return spec.commandLine().execute(SERVE);
  }

  private static int report(Exception failure, PrintWriter err) {
    if (failure instanceof SettingsException settings) {
      settings.problems().forEach(problem -> err.println("error: " + problem));
      return ExitCode.USAGE;
    }
    String message = failure.getMessage();
    err.println("error: " + (message == null ? failure.getClass().getSimpleName() : message));
    return ExitCode.SOFTWARE;
  }
}
