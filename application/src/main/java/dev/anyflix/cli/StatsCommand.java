package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code stats}: shows how the cache of a running service does. */
@Command(
    name = "stats",
    description = "Shows how the cache, Redis and the upstreams of a running service do.",
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

  private static final String HOME_AND_CLEAR = "\033[H\033[2J";

  private final Launch launch;

  @Spec private CommandSpec spec;

  @Mixin private final RemoteOptions remote = new RemoteOptions();

  @Option(names = "--json", description = "print the service's own JSON, one object a line")
  private boolean json;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2",
      paramLabel = "SECONDS",
      description = "show them again and again until interrupted; every ${FALLBACK-VALUE} s")
  private @Nullable Integer watch;

  StatsCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (watch != null && watch < 1) {
      throw new ParameterException(spec.commandLine(), "--watch: must be a second or more");
    }
    AdminClient client = remote.client(launch);
    print(client.get("/admin/cache/stats", "cache_enabled"), client);
    if (watch != null) {
      watch(client, Duration.ofSeconds(watch));
    }
    return 0;
  }

  /**
   * Goes on while the service is away for a while, for it may be restarted; a refusal ends it,
   * since wrong tokens are counted. It also ends when nobody reads any more.
   */
  private void watch(AdminClient client, Duration pause) throws InterruptedException {
    while (!spec.commandLine().getOut().checkError()) {
      Thread.sleep(pause.toMillis());
      try {
        print(client.get("/admin/cache/stats", "cache_enabled"), client);
      } catch (AdminException e) {
        if (!e.passing()) {
          throw e;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("waiting: " + e.getMessage());
        err.flush();
      }
    }
  }

  private void print(JsonNode stats, AdminClient client) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(stats);
    } else {
      boolean screen = watch != null && launch.terminal().interactive();
      out.println((screen ? HOME_AND_CLEAR : "") + "Anyflix at " + client.url());
      out.println();
      new StatsReport(stats).lines().forEach(out::println);
      if (watch != null) {
        out.println();
      }
    }
    out.flush();
  }
}
