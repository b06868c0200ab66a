package dev.anyflix.benchmarks;

import dev.anyflix.domain.testing.Scratch;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code start}: the time from the start of the process to the first 200. */
@Command(
    name = "start",
    description =
        "Starts the service and bare Javalin in turns and measures the time to the first 200.",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {

  private static final String ALIVE = "/health/live";

  private final Samples alive = new Samples();
  private final Samples miss = new Samples();
  private final Samples bare = new Samples();
  private final Servers servers = Servers.built();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--rounds", defaultValue = "10", description = "rounds; default 10")
  private int rounds = 10;

  @Option(
      names = "--service-jvm",
      description = "an argument for the service's JVM, such as -XX:SharedArchiveFile=FILE")
  private List<String> serviceJvm = List.of();

  @Option(names = "--bare-jvm", description = "an argument for bare Javalin's JVM")
  private List<String> bareJvm = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    Path body = Files.writeString(Scratch.directory("body").resolve("body.json"), "{}");
    try (var upstream = new FixedUpstream(Duration.ZERO)) {
      for (int round = 0; round < rounds; round++) {
        time(ALIVE, upstream.url(), alive);
        time(FixedUpstream.PATH, upstream.url(), miss);
        try (Server server = servers.bareJavalin(body, bareJvm.toArray(String[]::new))) {
          bare.add((double) server.start().toMillis());
        }
      }
    }
    out.printf("%nms to the first 200, median (minimum to maximum) of %d starts%n%n", rounds);
    out.println(Samples.row("server", "ms"));
    out.println("|---|---|");
    out.println(Samples.row("Anyflix, " + ALIVE, alive.format(0)));
    out.println(Samples.row("Anyflix, first response is a miss", miss.format(0)));
    out.println(Samples.row("bare Javalin", bare.format(0)));
    out.println(Samples.row(ALIVE + ", ratio to bare Javalin", alive.ratioTo(bare).format(2)));
    out.println(Samples.row("first miss, ratio to bare Javalin", miss.ratioTo(bare).format(2)));
    out.flush();
    return 0;
  }

  private void time(String path, URI upstream, Samples figures)
      throws IOException, InterruptedException {
    try (Server server =
        servers.service(path, upstream, Map.of(), serviceJvm.toArray(String[]::new))) {
      figures.add((double) server.start().toMillis());
    }
  }
}
