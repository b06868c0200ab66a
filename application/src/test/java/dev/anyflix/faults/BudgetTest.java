package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.settings.Settings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Budgets that serve: a whole service over an upstream that counts its calls. */
@Tag("faults")
final class BudgetTest {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record Timed(int status, String retryAfter, long millis, String body) {}

  private static App start(RationedUpstream upstream, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("HOST", "127.0.0.1");
    settings.put("PORT", "0");
    settings.put("REDIS_HOST", "");
    settings.put("TRUSTED_PROXIES", "127.0.0.1");
    settings.put("ANILIST_FALLBACK", "false");
    settings.put("ANILIST_URL", upstream.url().toString());
    settings.put("TMDB_URL", upstream.url().toString());
    settings.put("TMDB_API_KEY", "0123456789abcdef0123456789abcdef");
    settings.putAll(more);
    return App.with(Settings.of(settings)).start();
  }

  private CompletableFuture<Timed> get(App app, String client, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(app.url().resolve(path)).header("X-Forwarded-For", client).build();
    long start = System.nanoTime();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenApply(response -> timed(response, start));
  }

  private static Timed timed(HttpResponse<String> response, long start) {
    return new Timed(
        response.statusCode(),
        response.headers().firstValue("Retry-After").orElse(""),
        (System.nanoTime() - start) / 1_000_000,
        response.body());
  }

  private List<CompletableFuture<Timed>> together(
      App app, String client, String route, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(id -> get(app, client, route + id))
        .toList();
  }

  /** What is measured is not a cold Java machine; the budget is full again afterwards. */
  private void warmUp(App app) {
    for (int id = 0; id < 100; id++) {
      get(app, "192.0.2.9", "/api/tmdb/movies/" + (900_000 + id % 2)).join();
    }
    joined(together(app, "192.0.2.9", "/api/unknown/", 0, 100));
    afterASecond().join();
  }

  private static List<Timed> joined(List<CompletableFuture<Timed>> answers) {
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static long slowest(List<Timed> answers) {
    return answers.stream().mapToLong(Timed::millis).max().orElse(0);
  }

  /** The better of two rounds, because a busy machine does not send the requests at once. */
  @Test
  void fiftyUncachedTitlesAtOnceTakeThreeCalls() {
    try (var upstream = new RationedUpstream(30, Duration.ofMinutes(1));
        App app = start(upstream, Map.of())) {
      warmUp(app);
      Batched better = null;
      for (int first : new int[] {1, 101}) {
        Batched batched = fiftyTitles(upstream, app, first);
        better = better == null || batched.calls() < better.calls() ? batched : better;
      }

      assertThat(better.calls()).isLessThanOrEqualTo(3);
      assertThat(better.millis()).isLessThan(3000);
    }
  }

  private record Batched(int calls, long millis) {}

  private Batched fiftyTitles(RationedUpstream upstream, App app, int first) {
    int before = upstream.calls().size();
    List<Timed> answers = joined(together(app, "192.0.2.1", "/api/anilist/media/", first, 50));
    var batched = new Batched(upstream.calls().size() - before, slowest(answers));
    Faults.report("50 uncached titles: %d calls, %d ms", batched.calls(), batched.millis());
    assertThat(answers).filteredOn(answer -> answer.status() != 200).isEmpty();
    return batched;
  }

  @Test
  void fortyFilmsAtOnceAreAllServed() {
    try (var upstream = new RationedUpstream(40, Duration.ofSeconds(1));
        App app = start(upstream, Map.of())) {
      warmUp(app);
      List<Timed> answers = joined(together(app, "192.0.2.1", "/api/tmdb/movies/", 1, 40));

      Faults.report("40 films at 35 calls/s: slowest %d ms", slowest(answers));
      assertThat(answers).filteredOn(answer -> answer.status() != 200).isEmpty();
      assertThat(upstream.refused().size()).isZero();
    }
  }

  @Test
  void greedyClientIsRefusedAtOnceAndAModestOneNeverFails() throws Exception {
    try (var upstream = new RationedUpstream(20, Duration.ofSeconds(1));
        App app = start(upstream, Map.of("TMDB_REQUESTS_PER_SECOND", "10"))) {
      warmUp(app);
      List<CompletableFuture<Timed>> greedy =
          together(app, "192.0.2.1", "/api/tmdb/movies/", 1000, 200);
      List<Timed> modest =
          IntStream.range(0, 8)
              .mapToObj(
                  second ->
                      get(app, "198.51.100.7", "/api/tmdb/movies/" + (2000 + second))
                          .thenCombine(afterASecond(), (answer, none) -> answer)
                          .join())
              .toList();
      List<Timed> refused =
          joined(greedy).stream().filter(answer -> answer.status() == 503).toList();
      long atOnce = refused.stream().filter(answer -> answer.millis() < 2000).count();

      Faults.report(
          "greedy client: %d of 200 served, %d refused, %d of them at once; modest client: %d of 8"
              + " served, slowest %d ms",
          200 - refused.size(),
          refused.size(),
          atOnce,
          modest.stream().filter(answer -> answer.status() == 200).count(),
          slowest(modest));
      assertThat(modest).filteredOn(answer -> answer.status() != 200).isEmpty();
      assertThat(atOnce).isGreaterThanOrEqualTo(200 - 64 - 40);
      assertThat(refused)
          .allSatisfy(answer -> assertThat(answer.retryAfter()).matches("[1-9]\\d*"));
    }
  }

  private static CompletableFuture<Void> afterASecond() {
    return new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.SECONDS);
  }
}
