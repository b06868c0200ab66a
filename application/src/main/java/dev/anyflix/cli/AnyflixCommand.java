package dev.anyflix.cli;

import dev.anyflix.settings.Printable;
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

/** The command {@code anyflix}; without a subcommand it runs {@code serve}. */
@Command(
    name = "anyflix",
    description = "A REST API for AniList, TMDB and content providers with a cache.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples, with alias anyflix='java -jar application/target/anyflix.jar':",
      "  anyflix                      run the service with the settings in the environment and .env",
      "  anyflix demo                 try it without a key, Redis or internet",
      "  anyflix doctor               check settings, Redis and upstreams",
      "  anyflix stats --watch        watch the cache statistics",
      "  anyflix clear anilist        clear all AniList entries",
      "",
      "Exit codes: 0 success, 1 failure, 2 invalid usage or settings."
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
   * Runs a command and returns its exit code: 0 success, 1 failure, 2 invalid usage or settings.
   *
   * <p>A plain {@code serve} bypasses picocli, which makes the start faster.
   */
  public static int run(Launch launch, PrintWriter out, PrintWriter err, String... arguments) {
    if (!isPlainServe(arguments)) {
      return commandLine(launch).setOut(out).setErr(err).execute(arguments);
    }
    try {
      return ServeCommand.serve(launch, err);
    } catch (Exception e) {
      return report(e, err);
    }
  }

  private static boolean isPlainServe(String... arguments) {
    return arguments.length == 0 || (arguments.length == 1 && arguments[0].equals(SERVE));
  }

  /** The picocli command with all subcommands. */
  public static CommandLine commandLine(Launch launch) {
    return new CommandLine(new AnyflixCommand())
        .addSubcommand(new ServeCommand(launch))
        .addSubcommand(new DemoCommand(launch))
        .addSubcommand(new StatsCommand(launch))
        .addSubcommand(new ClearCommand(launch))
        .addSubcommand(new ExpireCommand(launch))
        .addSubcommand(new FlushCommand(launch))
        .addSubcommand(new WarmCommand(launch))
        .addSubcommand(new HealthCommand(launch))
        .addSubcommand(new DoctorCommand(launch))
        .addSubcommand(new ConfigCommand(launch))
        .addSubcommand("completion", completion())
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler((e, line, parsed) -> report(e, line.getErr()));
  }

  private static CommandLine completion() {
    CommandLine completion = new CommandLine(new GenerateCompletion());
    completion
        .getCommandSpec()
        .name("completion")
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
      settings.problems().forEach(problem -> err.println("error: " + Printable.of(problem)));
      return ExitCode.USAGE;
    }
    String message = failure.getMessage();
    err.println(
        "error: " + Printable.of(message == null ? failure.getClass().getSimpleName() : message));
    return ExitCode.SOFTWARE;
  }
}
