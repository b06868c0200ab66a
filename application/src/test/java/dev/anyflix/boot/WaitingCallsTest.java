package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.contract.ContractClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long requests wait for a spent budget of their upstream. */
final class WaitingCallsTest {

  private final HttpClient http = new ContractClient();

  /** Requests for three films at once, of which the budget grants one. */
  private List<HttpResponse<String>> threeFilms(String queueMillis) throws Exception {
    try (DemoService service =
        DemoService.start(
            Map.of("TMDB_REQUESTS_PER_SECOND", "5", "UPSTREAM_QUEUE_MS", queueMillis))) {
      List<CompletableFuture<HttpResponse<String>>> answers =
          IntStream.range(603, 606)
              .mapToObj(id -> service.app().url().resolve("/api/tmdb/movies/" + id))
              .map(uri -> HttpRequest.newBuilder(uri).build())
              .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
              .toList();
      return answers.stream().map(CompletableFuture::join).toList();
    }
  }

  @Test
  void requestsWaitForTheBudgetAsLongAsTheSettingSays() throws Exception {
    assertThat(threeFilms("5000")).extracting(HttpResponse::statusCode).doesNotContain(503);
  }

  @Test
  void requestsAreRefusedAtOnceWhereTheSettingIsZero() throws Exception {
    assertThat(threeFilms("0"))
        .filteredOn(answer -> answer.statusCode() == 503)
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After")).hasValue("1"));
  }
}
