package dev.anyflix.benchmarks;

import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code scale}: hits in a small and in a large cache, and the memory per entry. */
@Command(
    name = "scale",
    description = {
      "Measures hits among 1,000 and 1,000,000 entries, and the heap and Redis memory of an entry."
    },
    mixinStandardHelpOptions = true)
final class ScaleCommand implements Callable<Integer> {

  private static final int SMALL = 1000;
  private static final int WARM_UP = 200_000;
  private static final Duration TURN = Duration.ofSeconds(3);

  private final Servers servers = Servers.built();
  private final Samples heapPerEntry = new Samples();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--entries", defaultValue = "1000000", description = "default 1000000")
  private int entries = 1_000_000;

  @Option(names = "--redis-entries", defaultValue = "100000", description = "default 100000")
  private int redisEntries = 100_000;

  @Option(names = "--starts", defaultValue = "3", description = "starts of both; default 3")
  private int starts = 3;

  @Option(names = "--rounds", defaultValue = "4", description = "rounds after a start; default 4")
  private int rounds = 4;

  @Option(
      names = "--service-jvm",
      description = "an argument for the service's JVM, such as -XX:+UseTransparentHugePages")
  private List<String> serviceJvm = List.of();

  /** A distribution of requests over the entries of the small and the large cache. */
  private record Distribution(
      String name, Wrk smallLoad, Wrk largeLoad, MeasuredServer small, MeasuredServer large) {

    Distribution(String name, Wrk smallLoad, Wrk largeLoad) {
      this(name, smallLoad, largeLoad, new MeasuredServer("small"), new MeasuredServer("large"));
    }

    void begin(Server smallServer, Server largeServer) throws IOException, InterruptedException {
      small.begin(smallServer, smallLoad);
      large.begin(largeServer, largeLoad);
      small.warmUp(WARM_UP);
      large.warmUp(WARM_UP);
    }

    void round() throws IOException, InterruptedException {
      small.round(TURN);
      large.round(TURN);
    }

    String row() {
      return Samples.row(
          name,
          small.perSecond().format(0),
          large.perSecond().format(0),
          large.perSecond().ratioTo(small.perSecond()).format(2),
          small.cpu().format(1),
          large.cpu().format(1),
          large.cpu().ratioTo(small.cpu()).format(2));
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    memoryTier(out);
    redisTier(out);
    out.flush();
    return 0;
  }

  private void memoryTier(PrintWriter out) throws IOException, InterruptedException {
    List<Distribution> distributions =
        List.of(
            new Distribution("the same 1,000 ids", Wrk.randomMedia(SMALL), Wrk.randomMedia(SMALL)),
            new Distribution("Zipf, s = 1", Wrk.popularMedia(SMALL), Wrk.popularMedia(entries)),
            new Distribution("uniform", Wrk.randomMedia(SMALL), Wrk.randomMedia(entries)));
    int bodyBytes = 0;
    for (int i = 0; i < starts; i++) {
      bodyBytes = start(distributions);
    }
    out.printf(
        "%n%,d entries against %,d, %d rounds of %d s after each of %d starts%n%n",
        entries, SMALL, rounds, TURN.toSeconds(), starts);
    out.println(
        Samples.row(
            "requested",
            "requests/s, small",
            "large",
            "ratio",
            "CPU µs/request, small",
            "large",
            "ratio"));
    out.println("|---|---|---|---|---|---|---|");
    distributions.forEach(each -> out.println(each.row()));
    out.printf(
        "%nheap per entry: %s bytes beside a body of about %d%n",
        heapPerEntry.format(0), bodyBytes);
  }

  /** Starts both services and measures them; returns the size of a body. */
  private int start(List<Distribution> distributions) throws IOException, InterruptedException {
    Map<String, String> memory = Map.of("CACHE_MEMORY_MAX_MB", "4000");
    String[] jvm = Stream.concat(Stream.of("-Xmx4g"), serviceJvm.stream()).toArray(String[]::new);
    try (Server small = servers.instantService(memory, jvm);
        Server large = servers.instantService(memory, jvm)) {
      var filler = new CacheFiller(large);
      new CacheFiller(small).fillTo(SMALL);
      filler.fillTo(SMALL);
      long heapBefore = filler.heapBytes();
      filler.fillTo(entries);
      long stored = filler.stats().at("/memory/entries").asLong();
      if (stored != entries) {
        throw new IllegalStateException(
            "expected %,d entries in memory, found %,d".formatted(entries, stored));
      }
      for (Distribution each : distributions) {
        each.begin(small, large);
      }
      for (int round = 0; round < rounds; round++) {
        for (Distribution each : distributions) {
          each.round();
        }
      }
      int bodyBytes = filler.bodyBytes(entries / 2);
      heapPerEntry.add((double) (filler.heapBytes() - heapBefore) / (stored - SMALL) - bodyBytes);
      return bodyBytes;
    }
  }

  private void redisTier(PrintWriter out) throws IOException, InterruptedException {
    try (RedisProcess redis = RedisProcess.start();
        Server service =
            servers.instantService(
                Map.of("REDIS_HOST", redis.host(), "REDIS_PORT", Integer.toString(redis.port())))) {
      var filler = new CacheFiller(service);
      filler.fillTo(SMALL);
      long before = filler.stats().at("/stats/used_memory").asLong();
      filler.fillTo(redisEntries);
      long grown = filler.stats().at("/stats/used_memory").asLong() - before;
      int bodyBytes = filler.bodyBytes(redisEntries / 2);
      out.printf(
          "Redis memory per entry: %.0f bytes beside a body of about %d%n",
          (double) grown / (redisEntries - SMALL) - bodyBytes, bodyBytes);
    }
  }
}
