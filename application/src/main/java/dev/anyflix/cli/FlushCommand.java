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

/** The command {@code flush}: clears the whole cache of a running service after confirmation. */
@Command(
    name = "flush",
    description = {
      "Clears the whole cache of a running service after confirmation.",
      "Redis keys that Anyflix did not write are not touched."
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
      description = "skip the confirmation; required without a terminal")
  private boolean yes;

  FlushCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!yes && !launch.terminal().isInteractive()) {
      throw new ParameterException(
          spec.commandLine(), "No terminal for the confirmation: add --yes");
    }
    AdminClient client = remote.client(launch);
    PrintWriter out = spec.commandLine().getOut();
    if (!yes
        && !isYes(launch.terminal().ask("Flush the whole cache of " + client.url() + "? [y/N] "))) {
      out.println("Aborted; nothing was flushed.");
      return spec.exitCodeOnExecutionException();
    }
    out.println(ClearedText.of(client.post("/admin/cache/flush", "cleared_count")));
    return 0;
  }

  private static boolean isYes(@Nullable String answer) {
    return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
  }
}
