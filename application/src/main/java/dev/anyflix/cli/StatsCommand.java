package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.settings.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code stats}: shows the statistics of a running service. */
@Command(
    name = "stats",
    description = "Shows statistics of the cache, Redis and the upstreams of a running service.",
    footer = {
      "",
      "Examples:",
      "  anyflix stats",
      "  anyflix stats --watch=5",
      "  anyflix stats --json | jq .stats.hit_ratio",
      "  ADMIN_TOKEN=... anyflix stats --url https://media.example.org"
    },
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class,
    sortOptions = false)
final class StatsCommand implements Callable<Integer> {

  private static final String HOME = "\033[H";
  private static final String ERASE_LINE = "\033[K";
  private static final String ERASE_BELOW = "\033[J";

  private final Launch launch;

  @Spec private CommandSpec spec;

  @Mixin private final RemoteOptions remote = new RemoteOptions();

  @Option(names = "--json", description = "print the JSON of the service, one object per line")
  private boolean json;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2",
      paramLabel = "SECONDS",
      description = "refresh until interrupted; default every ${FALLBACK-VALUE} s")
  private @Nullable Integer watch;

  StatsCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (watch != null && watch < 1) {
      throw new ParameterException(spec.commandLine(), "--watch must be at least 1");
    }
    AdminClient client = remote.client(launch);
    print(client.get("/admin/cache/stats", "cache_enabled"), client);
    if (watch != null) {
      watch(client, Duration.ofSeconds(watch));
    }
    return 0;
  }

  /**
   * Refreshes until the output is closed. A transient failure is reported and retried because the
   * service may be restarting; a rejection ends the command because wrong tokens are throttled.
   */
  private void watch(AdminClient client, Duration pause) throws InterruptedException {
    while (!spec.commandLine().getOut().checkError()) {
      Thread.sleep(pause.toMillis());
      try {
        print(client.get("/admin/cache/stats", "cache_enabled"), client);
      } catch (AdminException e) {
        if (!e.isTransient()) {
          throw e;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("retrying: " + e.getMessage());
        err.flush();
      }
    }
  }

  private void print(JsonNode stats, AdminClient client) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(AsciiJson.write(stats));
    } else {
      boolean redraw = watch != null && launch.terminal().isInteractive();
      List<String> lines = new ArrayList<>();
      lines.add("Anyflix at " + Printable.of(client.url().toString()));
      lines.add("");
      lines.addAll(new StatsReport(stats, launch.terminal().width(), launch.colors()).lines());
      if (watch != null) {
        lines.add("");
      }
      String end = (redraw ? ERASE_LINE : "") + System.lineSeparator();
      out.print((redraw ? HOME : "") + String.join(end, lines) + end + (redraw ? ERASE_BELOW : ""));
    }
    out.flush();
  }
}
