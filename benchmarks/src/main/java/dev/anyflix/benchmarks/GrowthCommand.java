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

/** The command {@code growth}: hits among few and among many entries, and what an entry takes. */
@Command(
    name = "growth",
    description = {
      "Fills the cache of a service whose upstream is in its own process, and measures hits on",
      "random entries before and after, and the heap and the Redis memory of an entry."
    },
    mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {

  private static final int FEW = 1000;
  private static final int WARM_UP = 200_000;

  private final Peers peers = Peers.built();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--entries", defaultValue = "1000000", description = "default 1000000")
  private int entries = 1_000_000;

  @Option(names = "--redis-entries", defaultValue = "100000", description = "default 100000")
  private int redisEntries = 100_000;

  @Option(names = "--rounds", defaultValue = "10", description = "rounds; default 10")
  private int rounds = 10;

  @Option(
      names = "--service-jvm",
      description = "an argument for the service's JVM, such as -XX:+UseTransparentHugePages")
  private List<String> serviceJvm = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    nearTier(out);
    redisTier(out);
    out.flush();
    return 0;
  }

  private void nearTier(PrintWriter out) throws IOException, InterruptedException {
    Map<String, String> room = Map.of("CACHE_MEMORY_MAX_MB", "4000");
    String[] jvm = Stream.concat(Stream.of("-Xmx4g"), serviceJvm.stream()).toArray(String[]::new);
    try (Server small = peers.instantService(room, jvm);
        Server large = peers.instantService(room, jvm)) {
      var filling = new Filling(large);
      new Filling(small).upTo(FEW);
      filling.upTo(FEW);
      long heapOfFew = filling.heapBytes();
      filling.upTo(entries);
      long held = filling.stats().at("/memory/entries").asLong();
      int bodies = filling.bodyBytes(entries / 2);
      var few = new Contestant("few");
      few.begin(small, Wrk.randomMedia(FEW));
      var many = new Contestant("many");
      many.begin(large, Wrk.randomMedia(entries));
      few.warmUp(WARM_UP);
      many.warmUp(WARM_UP);
      for (int round = 0; round < rounds; round++) {
        few.round(Duration.ofSeconds(4));
        many.round(Duration.ofSeconds(4));
      }
      double perEntry = (double) (filling.heapBytes() - heapOfFew) / (held - FEW);
      out.printf(
          "%n%,d entries against %,d, random ids, %d rounds in turns%n%n", held, FEW, rounds);
      out.println(Figures.row("", "few", "many", "many/few"));
      out.println("|---|---|---|---|");
      out.println(
          Figures.row(
              "requests/s",
              few.perSecond().show(0),
              many.perSecond().show(0),
              many.perSecond().over(few.perSecond()).show(2)));
      out.println(
          Figures.row(
              "CPU µs/request",
              few.cpu().show(1),
              many.cpu().show(1),
              many.cpu().over(few.cpu()).show(2)));
      out.printf(
          "%nheap for one entry: %.0f bytes beside a body of about %d%n",
          perEntry - bodies, bodies);
    }
  }

  private void redisTier(PrintWriter out) throws IOException, InterruptedException {
    try (RedisProcess redis = RedisProcess.start();
        Server service =
            peers.instantService(
                Map.of("REDIS_HOST", redis.host(), "REDIS_PORT", Integer.toString(redis.port())))) {
      var filling = new Filling(service);
      filling.upTo(FEW);
      long before = filling.stats().at("/stats/used_memory").asLong();
      filling.upTo(redisEntries);
      long grown = filling.stats().at("/stats/used_memory").asLong() - before;
      int bodies = filling.bodyBytes(redisEntries / 2);
      out.printf(
          "Redis memory for one entry: %.0f bytes beside a body of about %d%n",
          (double) grown / (redisEntries - FEW) - bodies, bodies);
    }
  }
}
