package dev.anyflix.benchmarks;

import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code room}: what an entry takes, readable and compressed. */
@Command(
    name = "room",
    description = {
      "Fills both tiers with answers of several sizes, as they are and with CACHE_COMPRESSION,",
      "and measures the heap and the Redis memory of one entry."
    },
    mixinStandardHelpOptions = true)
final class RoomCommand implements Callable<Integer> {

  private static final int FEW = 1000;
  private static final List<Integer> CASTS = List.of(5, 25, 100);

  private final Peers peers = Peers.built();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--entries", defaultValue = "20000", description = "default 20000")
  private int entries = 20_000;

  /** Bytes of one entry in either tier. */
  private record Room(int body, double heap, double redis) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    out.printf("%n%,d entries, bytes of one with its body%n%n", entries);
    out.println(Figures.row("body", "heap", "compressed", "ratio", "Redis", "compressed", "ratio"));
    out.println("|---|---|---|---|---|---|---|");
    for (int cast : CASTS) {
      Room readable = room(cast, false);
      Room compressed = room(cast, true);
      out.println(
          Figures.row(
              Figures.number(readable.body(), 0),
              Figures.number(readable.heap(), 0),
              Figures.number(compressed.heap(), 0),
              Figures.number(compressed.heap() / readable.heap(), 2),
              Figures.number(readable.redis(), 0),
              Figures.number(compressed.redis(), 0),
              Figures.number(compressed.redis() / readable.redis(), 2)));
      out.flush();
    }
    return 0;
  }

  private Room room(int cast, boolean compressed) throws IOException, InterruptedException {
    try (RedisProcess redis = RedisProcess.start();
        Server service =
            peers.instantService(
                Map.of(
                    "REDIS_HOST", redis.host(),
                    "REDIS_PORT", Integer.toString(redis.port()),
                    "CACHE_MEMORY_MAX_MB", "2000",
                    "CACHE_COMPRESSION", Boolean.toString(compressed)),
                "-Xmx3g",
                "-Dcast.size=" + cast)) {
      var filling = new Filling(service);
      filling.upTo(FEW);
      long heap = filling.heapBytes();
      long memory = filling.stats().at("/stats/used_memory").asLong();
      filling.upTo(entries);
      double more = entries - FEW;
      return new Room(
          filling.bodyBytes(entries / 2),
          (filling.heapBytes() - heap) / more,
          (filling.stats().at("/stats/used_memory").asLong() - memory) / more);
    }
  }
}
