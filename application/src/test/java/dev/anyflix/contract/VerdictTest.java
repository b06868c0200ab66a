package dev.anyflix.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That an answer which is not as the contract says is found out. */
final class VerdictTest {

  private static final String HEALTHY =
      """
      {"status":"healthy","summary":"OK","cache":"active","redis":"off","upstreams":"ok"}\
      """;

  private final Map<String, String> headers =
      new LinkedHashMap<>(
          Map.of(
              "Content-Type", "application/json",
              "Cache-Control", "no-store",
              "X-Request-Id", "7ebd219c97825154"));

  private List<String> verdict(String method, String path, int status, String body) {
    var all =
        HttpHeaders.of(
            headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))),
            (name, value) -> true);
    return Verdict.on(Contract.SHIPPED, method, path, status, all, body);
  }

  @Test
  void anAnswerAsTheContractSaysPasses() {
    assertThat(verdict("GET", "/health", 200, HEALTHY)).isEmpty();
    assertThat(verdict("HEAD", "/health", 200, "")).isEmpty();
  }

  @Test
  void aMemberTooManyOrTooFewIsFound() {
    assertThat(verdict("GET", "/health", 200, HEALTHY.replace("}", ",\"more\":1}"))).hasSize(1);
    assertThat(verdict("GET", "/health", 200, HEALTHY.replace(",\"cache\":\"active\"", "")))
        .hasSize(1);
    assertThat(verdict("GET", "/health", 200, HEALTHY.replace("\"off\"", "\"asleep\""))).hasSize(1);
    assertThat(verdict("GET", "/health", 200, "healthy")).hasSize(1);
  }

  @Test
  void aHeaderMissingMalformedOrUnknownIsFound() {
    headers.remove("Cache-Control");
    assertThat(verdict("GET", "/health", 200, HEALTHY)).hasSize(1);
    headers.put("Cache-Control", "max-age=5");
    assertThat(verdict("GET", "/health", 200, HEALTHY)).hasSize(1);
    headers.put("Cache-Control", "no-store");
    headers.put("X-Powered-By", "someone");
    assertThat(verdict("GET", "/health", 200, HEALTHY)).hasSize(1);
  }

  @Test
  void aStatusOrContentTypeThatIsNotListedIsFound() {
    assertThat(verdict("GET", "/health", 201, HEALTHY)).hasSize(1);
    assertThat(verdict("GET", "/health", 500, HEALTHY)).hasSize(1);
    headers.put("Content-Type", "text/html");
    assertThat(verdict("GET", "/health", 200, HEALTHY)).hasSize(1);
  }

  @Test
  void anAnswerOfARouteThatTheContractLacksIsFound() {
    headers.put("Content-Type", "application/problem+json");
    String problem =
        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"Nothing.\","
            + "\"code\":\"not_found\",\"requestId\":\"1\"}";
    assertThat(verdict("GET", "/api/secret", 404, problem)).isEmpty();
    assertThat(verdict("GET", "/api/secret", 200, problem)).isNotEmpty();
    assertThat(verdict("PUT", "/health", 404, problem)).hasSize(1);
  }

  @Test
  void aProblemOfAnotherStatusIsFound() {
    headers.put("Content-Type", "application/problem+json");
    String problem =
        "{\"type\":\"about:blank\",\"title\":\"Gone\",\"status\":410,\"detail\":\"Nothing.\","
            + "\"code\":\"not_found\",\"requestId\":\"1\"}";
    assertThat(verdict("GET", "/api/anilist/media/1", 404, problem)).hasSize(1);
  }
}
