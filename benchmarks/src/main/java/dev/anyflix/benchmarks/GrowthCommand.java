package dev.anyflix.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
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
  private static final Duration FILLING = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Peers peers = Peers.built();
  private final HttpClient client = HttpClient.newHttpClient();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--entries", defaultValue = "1000000", description = "default 1000000")
  private int entries = 1_000_000;

  @Option(names = "--redis-entries", defaultValue = "100000", description = "default 100000")
  private int redisEntries = 100_000;

  @Option(names = "--rounds", defaultValue = "10", description = "rounds; default 10")
  private int rounds = 10;

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
    try (Server small = peers.instantService(room, "-Xmx4g");
        Server large = peers.instantService(room, "-Xmx4g")) {
      fill(small, FEW);
      fill(large, FEW);
      long heapOfFew = heapBytes(large);
      fill(large, entries);
      long held = stats(large).at("/memory/entries").asLong();
      long bodies = body(large.url()).length;
      var few = new Contestant("few", small, Wrk.randomMedia(FEW));
      var many = new Contestant("many", large, Wrk.randomMedia(entries));
      few.warmUp(WARM_UP);
      many.warmUp(WARM_UP);
      for (int round = 0; round < rounds; round++) {
        few.round(Duration.ofSeconds(4));
        many.round(Duration.ofSeconds(4));
      }
      double perEntry = (double) (heapBytes(large) - heapOfFew) / (held - FEW);
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
      fill(service, FEW);
      long before = stats(service).at("/stats/used_memory").asLong();
      fill(service, redisEntries);
      long grown = stats(service).at("/stats/used_memory").asLong() - before;
      long bodies = body(service.url()).length;
      out.printf(
          "Redis memory for one entry: %.0f bytes beside a body of about %d%n",
          (double) grown / (redisEntries - FEW) - bodies, bodies);
    }
  }

  /** Asks for every id up to the last until each has been asked for. */
  private void fill(Server server, int last) throws IOException, InterruptedException {
    long asked = 0;
    while (asked < last) {
      int first = (int) asked + 1;
      asked += Wrk.eachMedium(first, last).against(server, server.url(), FILLING).requests();
    }
  }

  private byte[] body(URI url) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray()).body();
  }

  private JsonNode stats(Server server) throws IOException, InterruptedException {
    return JSON.readTree(body(server.url().resolve("/admin/cache/stats")));
  }

  /** Bytes of live objects, after a collection. */
  private static long heapBytes(Server server) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd",
                Long.toString(server.pid()),
                "GC.class_histogram")
            .start();
    String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    String total = histogram.substring(histogram.lastIndexOf("Total")).strip();
    return Long.parseLong(total.split("\\s+", -1)[2]);
  }
}
