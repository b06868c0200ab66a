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
import java.util.ArrayList;
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

/** The command {@code miss}: what a miss adds to the upstream's own time, and many at once. */
@Command(
    name = "miss",
    description = {
      "Asks the upstream directly and through the service in turns, each id for the first time;",
      "then asks for 1,000 different ids at once."
    },
    mixinStandardHelpOptions = true)
final class MissCommand implements Callable<Integer> {

  private static final int WARM_UP = 20_000;
  private static final int WARM_UP_AT_ONCE = 16;
  private static final int AT_ONCE = 1000;
  private static final Duration SLOW = Duration.ofMillis(500);

  private final Peers peers = Peers.built();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--misses", defaultValue = "2000", description = "how many; default 2000")
  private int misses = 2000;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    oneByOne(out);
    atOnce(out);
    out.flush();
    return 0;
  }

  private void oneByOne(PrintWriter out) throws IOException, InterruptedException {
    try (var upstream = new FixedUpstream(Duration.ofMillis(5));
        Server service = peers.service(upstream.url(), Map.of())) {
      var direct = new Figures();
      var through = new Figures();
      warmUp(id -> direct(upstream.url(), id));
      warmUp(id -> media(service.url(), id).GET().build());
      for (int id = WARM_UP; id < WARM_UP + misses; id++) {
        direct.add(millis(direct(upstream.url(), id)));
        through.add(millis(media(service.url(), id).GET().build()));
      }
      out.printf("%none by one, %,d of each, ms, median (least to most)%n%n", misses);
      out.println(Figures.row("", "ms"));
      out.println("|---|---|");
      out.println(Figures.row("the upstream alone", direct.show(2)));
      out.println(Figures.row("a miss of the service", through.show(2)));
      double added = through.median() - direct.median();
      out.println(Figures.row("added by the service, p50", Figures.number(added, 2)));
    }
  }

  /** Asks for ids from 2 on, a few at once, so that what is measured is compiled. */
  private void warmUp(IntFunction<HttpRequest> request) {
    for (int first = 2; first < WARM_UP; first += WARM_UP_AT_ONCE) {
      IntStream.range(first, Math.min(WARM_UP, first + WARM_UP_AT_ONCE))
          .mapToObj(id -> client.sendAsync(request.apply(id), BodyHandlers.discarding()))
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private void atOnce(PrintWriter out) throws IOException, InterruptedException {
    try (var upstream = new FixedUpstream(SLOW);
        Server service =
            peers.service(upstream.url(), Map.of("ANILIST_REQUESTS_PER_MINUTE", "6000"))) {
      long idle = service.threads();
      List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
      for (int id = 2; id < 2 + AT_ONCE; id++) {
        HttpRequest request = media(service.url(), id).GET().build();
        answers.add(client.sendAsync(request, BodyHandlers.discarding()));
      }
      var all = CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
      long most = 0;
      while (!all.isDone()) {
        most = Math.max(most, service.threads());
        Thread.sleep(10);
      }
      long answered = answers.stream().filter(each -> each.join().statusCode() == 200).count();
      out.printf(
          "%n%,d different ids at once, the upstream takes %d ms, budget 6,000 a minute:%n"
              + "%,d answered 200, at most %,d calls of the upstream under way,%n"
              + "%,d threads of the operating system at most, %,d when idle%n",
          AT_ONCE, SLOW.toMillis(), answered, upstream.mostInFlight(), most, idle);
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
