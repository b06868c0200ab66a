package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code warm}: loads popular entries in a running service. */
@Command(
    name = "warm",
    description = {
      "Loads popular entries into the cache of a running service, within its rate limits.",
      "Shows the progress; the service continues when the command is interrupted.",
      "Fails if no entry could be loaded."
    },
    footer = {"", "Examples:", "  anyflix warm", "  anyflix warm --url http://192.168.1.20:8000"},
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class,
    sortOptions = false)
final class WarmCommand implements Callable<Integer> {

  private static final String PATH = "/admin/cache/warm";
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Launch launch;

  @Spec private CommandSpec spec;

  @Mixin private final RemoteOptions remote = new RemoteOptions();

  WarmCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    AdminClient client = remote.client(launch);
    PrintWriter out = spec.commandLine().getOut();
    ProgressLine line = new ProgressLine(out, launch.terminal().isInteractive());
    int total = client.post(PATH, "total").path("total").asInt();
    JsonNode progress;
    try {
      progress = follow(client, line);
    } finally {
      line.end();
    }
    int done = progress.path("done").asInt();
    int failed = progress.path("failed").asInt();
    if (done < total) {
      throw new AdminException(
          true, "The warm-up ended after %d of %d entries".formatted(done, total));
    }
    out.println("Warmed %d entries, %d failed".formatted(done - failed, failed));
    return failed > 0 && failed == done ? spec.exitCodeOnExecutionException() : 0;
  }

  /** Shows the progress until the end and returns the last state. */
  private static JsonNode follow(AdminClient client, ProgressLine line)
      throws InterruptedException {
    while (true) {
      JsonNode progress = client.get(PATH, "running");
      line.show(
          progress.path("done").asInt(),
          progress.path("total").asInt(),
          progress.path("current").asText(""));
      if (!progress.path("running").asBoolean()) {
        return progress;
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }
}
