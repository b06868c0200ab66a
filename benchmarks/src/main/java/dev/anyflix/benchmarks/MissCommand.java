package dev.anyflix.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code miss}: the latency that a miss adds to the upstream's, and many at once. */
@Command(
    name = "miss",
    description = {
      "Measures what a miss costs, and many misses at once.",
      "Calls the upstream directly and through the service in turns, with ids that are not cached;"
          + " then requests 50 different ids at once with the default budget, and 1,000 with a large one."
    },
    mixinStandardHelpOptions = true)
final class MissCommand implements Callable<Integer> {

  private static final int WARM_UP = 20_000;
  private static final int WARM_UP_AT_ONCE = 16;
  private static final int TITLES_OF_A_PAGE = 50;
  private static final int DEFAULT_BUDGET = 25;
  private static final int MANY = 1000;
  private static final Duration SLOW = Duration.ofMillis(500);

  private final Servers servers = Servers.built();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--misses", defaultValue = "2000", description = "number of misses; default 2000")
  private int misses = 2000;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    oneByOne(out);
    out.printf("%ndifferent ids at once%n%n");
    out.println(
        Samples.row(
            "ids",
            "upstream latency",
            "budget, calls/min",
            "answers 200",
            "upstream calls",
            "most in flight",
            "seconds",
            "threads when idle",
            "most threads"));
    out.println("|---|---|---|---|---|---|---|---|---|");
    atOnce(TITLES_OF_A_PAGE, SLOW, DEFAULT_BUDGET, out);
    atOnce(MANY, SLOW, 6000, out);
    out.flush();
    return 0;
  }

  private void oneByOne(PrintWriter out) throws IOException, InterruptedException {
    try (var upstream = new FixedUpstream(Duration.ofMillis(5));
        Server service = servers.service(upstream.url(), Map.of())) {
      var direct = new Samples();
      var through = new Samples();
      warmUp(id -> direct(upstream.url(), id));
      warmUp(id -> media(service.url(), id).GET().build());
      for (int id = WARM_UP; id < WARM_UP + misses; id++) {
        direct.add(millis(direct(upstream.url(), id)));
        through.add(millis(media(service.url(), id).GET().build()));
      }
      out.printf("%none by one, %,d of each, ms, median (minimum to maximum)%n%n", misses);
      out.println(Samples.row("", "ms"));
      out.println("|---|---|");
      out.println(Samples.row("the upstream alone", direct.format(2)));
      out.println(Samples.row("a miss of the service", through.format(2)));
      double added = through.median() - direct.median();
      out.println(Samples.row("added by the service, p50", Samples.number(added, 2)));
    }
  }

  /** Requests ids from 2 on, a few at once, so that the measured code is compiled. */
  private void warmUp(IntFunction<HttpRequest> request) {
    for (int first = 2; first < WARM_UP; first += WARM_UP_AT_ONCE) {
      IntStream.range(first, Math.min(WARM_UP, first + WARM_UP_AT_ONCE))
          .mapToObj(id -> client.sendAsync(request.apply(id), BodyHandlers.discarding()))
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  /** Requests ids that are not cached, all at once. */
  private void atOnce(int count, Duration latency, int callsPerMinute, PrintWriter out)
      throws IOException, InterruptedException {
    Map<String, String> budget =
        Map.of("ANILIST_REQUESTS_PER_MINUTE", Integer.toString(callsPerMinute));
    try (var upstream = new FixedUpstream(latency);
        Server service = servers.service(upstream.url(), budget)) {
      long idleThreads = service.threads();
      int callsBefore = upstream.calls();
      long start = System.nanoTime();
      List<CompletableFuture<HttpResponse<Void>>> answers =
          IntStream.range(2, 2 + count)
              .mapToObj(id -> media(service.url(), id).GET().build())
              .map(request -> client.sendAsync(request, BodyHandlers.discarding()))
              .toList();
      var all = CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
      long maxThreads = idleThreads;
      while (!all.isDone()) {
        maxThreads = Math.max(maxThreads, service.threads());
        Thread.sleep(10);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long answered = answers.stream().filter(each -> each.join().statusCode() == 200).count();
      out.println(
          Samples.row(
              Samples.number(count, 0),
              latency.toMillis() + " ms",
              Samples.number(callsPerMinute, 0),
              Long.toString(answered),
              Samples.number(upstream.calls() - callsBefore, 0),
              Samples.number(upstream.maxInFlight(), 0),
              Samples.number(seconds, 2),
              Long.toString(idleThreads),
              Long.toString(maxThreads)));
    }
  }

  private static HttpRequest direct(URI upstream, int id) {
    return HttpRequest.newBuilder(upstream)
        .POST(BodyPublishers.ofString("{\"variables\":{\"id\":" + id + "}}"))
        .build();
  }

  private static HttpRequest.Builder media(URI service, int id) {
    return HttpRequest.newBuilder(service.resolve("/api/anilist/media/" + id));
  }

  private double millis(HttpRequest request) throws IOException, InterruptedException {
    long start = System.nanoTime();
    client.send(request, BodyHandlers.ofByteArray());
    return (System.nanoTime() - start) / 1e6;
  }
}
