package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the service logs of its requests at DEBUG. */
final class RequestLogTest {

  private static final String TOKEN = "token-that-no-log-shows";

  @Test
  void everyRequestIsLoggedWithTheIdThatItsAnswerCarries() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(
            Map.of("LOG_LEVEL", "DEBUG", "REDIS_HOST", "", "ADMIN_TOKEN", TOKEN))) {
      HttpResponse<String> named = get(service.url().resolve("/health"), "client-7");
      HttpResponse<String> renamed = get(service.url().resolve("/nowhere"), "two words");
      get(service.url().resolve("/admin/cache/stats"), "client-8");
      String id = renamed.headers().firstValue("X-Request-Id").orElseThrow();

      assertThat(named.headers().firstValue("X-Request-Id")).contains("client-7");
      assertThat(id).matches("[0-9a-f]{16}");
      Awaitility.await().until(() -> service.log().contains("client-8 GET"));
      assertThat(service.log())
          .containsPattern("DEBUG Requests - client-7 GET /health -> 200 in \\d+ ms")
          .containsPattern("DEBUG Requests - " + id + " GET /nowhere -> 404 in \\d+ ms")
          .containsPattern("client-8 GET /admin/cache/stats -> 200 in \\d+ ms")
          .doesNotContain(TOKEN, "two words");
    }
  }

  private static HttpResponse<String> get(URI uri, String id) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .header("X-Request-Id", id)
                .header("Authorization", "Bearer " + TOKEN)
                .build(),
            BodyHandlers.ofString());
  }
}
