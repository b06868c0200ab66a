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
      "Fills the caches of two services whose upstream is in their own process, one with few and",
      "one with many entries, and measures hits of both, and the heap and Redis memory of an entry."
    },
    mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {

  private static final int FEW = 1000;
  private static final int WARM_UP = 200_000;
  private static final Duration TURN = Duration.ofSeconds(3);

  private final Peers peers = Peers.built();
  private final Figures heapForOne = new Figures();

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

  /** A way to choose what is asked for, among few entries and among many. */
  private record Choice(String name, Wrk ofFew, Wrk ofMany, Contestant few, Contestant many) {

    Choice(String name, Wrk ofFew, Wrk ofMany) {
      this(name, ofFew, ofMany, new Contestant("few"), new Contestant("many"));
    }

    void begin(Server small, Server large) throws IOException, InterruptedException {
      few.begin(small, ofFew);
      many.begin(large, ofMany);
      few.warmUp(WARM_UP);
      many.warmUp(WARM_UP);
    }

    void round() throws IOException, InterruptedException {
      few.round(TURN);
      many.round(TURN);
    }

    String row() {
      return Figures.row(
          name,
          few.perSecond().show(0),
          many.perSecond().show(0),
          many.perSecond().over(few.perSecond()).show(2),
          few.cpu().show(1),
          many.cpu().show(1),
          many.cpu().over(few.cpu()).show(2));
    }
  }

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
    List<Choice> choices =
        List.of(
            new Choice("the same 1,000 of both", Wrk.randomMedia(FEW), Wrk.randomMedia(FEW)),
            new Choice("by a Zipf law", Wrk.popularMedia(FEW), Wrk.popularMedia(entries)),
            new Choice("each as often", Wrk.randomMedia(FEW), Wrk.randomMedia(entries)));
    int bodies = 0;
    for (int i = 0; i < starts; i++) {
      bodies = start(choices);
    }
    out.printf(
        "%n%,d entries against %,d, %d rounds of %d s after each of %d starts%n%n",
        entries, FEW, rounds, TURN.toSeconds(), starts);
    out.println(
        Figures.row(
            "asked for",
            "requests/s, few",
            "many",
            "ratio",
            "CPU µs/request, few",
            "many",
            "ratio"));
    out.println("|---|---|---|---|---|---|---|");
    choices.forEach(choice -> out.println(choice.row()));
    out.printf(
        "%nheap for one entry: %s bytes beside a body of about %d%n", heapForOne.show(0), bodies);
  }

  /** Starts both services and measures; returns the size of a body. */
  private int start(List<Choice> choices) throws IOException, InterruptedException {
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
      if (held != entries) {
        throw new IllegalStateException("memory holds " + held + " entries");
      }
      for (Choice choice : choices) {
        choice.begin(small, large);
      }
      for (int round = 0; round < rounds; round++) {
        for (Choice choice : choices) {
          choice.round();
        }
      }
      int bodies = filling.bodyBytes(entries / 2);
      heapForOne.add((double) (filling.heapBytes() - heapOfFew) / (held - FEW) - bodies);
      return bodies;
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
