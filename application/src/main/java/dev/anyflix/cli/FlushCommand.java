package dev.anyflix.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code flush}: clears the whole cache of a running service, once it is sure. */
@Command(
    name = "flush",
    description = {
      "Clears all cached answers of a running service, after asking.",
      "Keys that Anyflix did not write are left alone."
    },
    footer = {"", "Examples:", "  anyflix flush", "  anyflix flush --yes"},
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class,
    sortOptions = false)
final class FlushCommand implements Callable<Integer> {

  private static final Set<String> YES = Set.of("y", "yes");

  private final Launch launch;

  @Spec private CommandSpec spec;

  @Mixin private final RemoteOptions remote = new RemoteOptions();

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask; needed where there is no terminal")
  private boolean yes;

  FlushCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!yes && !launch.terminal().interactive()) {
      throw new ParameterException(
          spec.commandLine(), "flush asks first, and here is no terminal to ask at: add --yes");
    }
    AdminClient client = remote.client(launch);
    PrintWriter out = spec.commandLine().getOut();
    if (!yes
        && !agreed(
            launch.terminal().ask("Flush the whole cache of " + client.url() + "? [y/N] "))) {
      out.println("Nothing was flushed.");
      return spec.exitCodeOnExecutionException();
    }
    out.println(ClearedText.of(client.post("/admin/cache/flush", "cleared_count")));
    return 0;
  }

  private static boolean agreed(@Nullable String answer) {
    return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
  }
}
