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

/** The command {@code memory}: heap and Redis memory per entry, readable and compressed. */
@Command(
    name = "memory",
    description = {
      "Measures the heap and the Redis memory of one entry.",
      "Fills both tiers with responses of several sizes, with and without CACHE_COMPRESSION."
    },
    mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {

  private static final int WARM_UP_ENTRIES = 1000;
  private static final List<Integer> CAST_SIZES = List.of(5, 25, 100);

  private final Servers servers = Servers.built();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--entries", defaultValue = "20000", description = "default 20000")
  private int entries = 20_000;

  /** Bytes of one entry in each tier. */
  private record EntrySize(int body, double heap, double redis) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    out.printf("%n%,d entries, bytes per entry, with its body%n%n", entries);
    out.println(Samples.row("body", "heap", "compressed", "ratio", "Redis", "compressed", "ratio"));
    out.println("|---|---|---|---|---|---|---|");
    for (int cast : CAST_SIZES) {
      EntrySize readable = measure(cast, false);
      EntrySize compressed = measure(cast, true);
      out.println(
          Samples.row(
              Samples.number(readable.body(), 0),
              Samples.number(readable.heap(), 0),
              Samples.number(compressed.heap(), 0),
              Samples.number(compressed.heap() / readable.heap(), 2),
              Samples.number(readable.redis(), 0),
              Samples.number(compressed.redis(), 0),
              Samples.number(compressed.redis() / readable.redis(), 2)));
      out.flush();
    }
    return 0;
  }

  private EntrySize measure(int cast, boolean compressed) throws IOException, InterruptedException {
    try (RedisProcess redis = RedisProcess.start();
        Server service =
            servers.instantService(
                Map.of(
                    "REDIS_HOST", redis.host(),
                    "REDIS_PORT", Integer.toString(redis.port()),
                    "CACHE_MEMORY_MAX_MB", "2000",
                    "CACHE_COMPRESSION", Boolean.toString(compressed)),
                "-Xmx3g",
                "-Dcast.size=" + cast)) {
      var filler = new CacheFiller(service);
      filler.fillTo(WARM_UP_ENTRIES);
      long heapBefore = filler.heapBytes();
      long redisBefore = filler.stats().at("/stats/used_memory").asLong();
      filler.fillTo(entries);
      double added = entries - WARM_UP_ENTRIES;
      return new EntrySize(
          filler.bodyBytes(entries / 2),
          (filler.heapBytes() - heapBefore) / added,
          (filler.stats().at("/stats/used_memory").asLong() - redisBefore) / added);
    }
  }
}
