package dev.anyflix.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProblemMapperTest {

  private final ProblemMapper mapper = new ProblemMapper(new JsonCodec());
  private final Request request = mock(Request.class);

  @BeforeEach
  void prepareRequest() {
    when(request.getMethod()).thenReturn("PUT");
    when(request.getHttpURI()).thenReturn(HttpURI.from("http://localhost/path?secret=1"));
  }

  private PreparedResponse map(Throwable failure) {
    return mapper.prepare(failure, request, "id-1");
  }

  private static JsonNode body(PreparedResponse response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, 404, not_found, ",
    "UNREADABLE, 502, upstream_invalid, ",
    "REJECTED, 502, upstream_invalid, ",
    "RATE_LIMITED, 503, upstream_rate_limited, 5",
    "UNAVAILABLE, 503, upstream_down, 5",
    "NOT_CONFIGURED, 503, not_configured, ",
    "TIMED_OUT, 504, upstream_timeout, "
  })
  void failureOfASourceHasAStatusACodeAndARetryAfterWhereWaitingHelps(
      Kind kind, int status, String code, String retryAfter) throws Exception {
    PreparedResponse response = map(new MediaSourceException(kind, "AniList failed."));

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers().get("Retry-After")).isEqualTo(retryAfter);
    assertThat(response.headers().get("Cache-Control")).isEqualTo("no-store");
    assertThat(response.headers().get("Content-Type")).isEqualTo("application/problem+json");
    JsonNode body = body(response);
    assertThat(body.at("/status").asInt()).isEqualTo(status);
    assertThat(body.at("/code").asText()).isEqualTo(code);
    assertThat(body.at("/detail").asText()).isEqualTo("AniList failed.");
    assertThat(body.at("/instance").asText()).isEqualTo("/path");
    assertThat(body.at("/requestId").asText()).isEqualTo("id-1");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "999, 1", "1000, 1", "1001, 2", "60000, 60"})
  void retryAfterIsRoundedUpToSeconds(long millis, String seconds) {
    var failure =
        new MediaSourceException(Kind.UNAVAILABLE, "Down.", Duration.ofMillis(millis), null);

    assertThat(map(failure).headers().get("Retry-After")).isEqualTo(seconds);
  }

  @Test
  void failureOfAFutureIsUnwrapped() {
    var failure = new MediaSourceException(Kind.TIMED_OUT, "Too slow.");

    assertThat(map(new CompletionException(failure)).status()).isEqualTo(504);
  }

  @Test
  void invalidRequestNamesItsParameters() throws Exception {
    PreparedResponse response =
        map(
            new InvalidRequestException(
                List.of(
                    new InvalidRequestException.Problem("page", "must be a number"),
                    new InvalidRequestException.Problem("q", "is required"))));

    assertThat(response.status()).isEqualTo(400);
    assertThat(body(response).at("/errors").findValuesAsText("parameter"))
        .containsExactly("page", "q");
    assertThat(body(response).at("/code").asText()).isEqualTo("bad_request");
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad_request",
    "401, unauthorized",
    "403, forbidden",
    "404, not_found",
    "405, method_not_allowed",
    "413, bad_request",
    "429, too_many_requests",
    "431, bad_request",
    "503, stopping"
  })
  void refusalHasACodeByItsStatus(int status, String code) throws Exception {
    PreparedResponse response =
        map(new ProblemException(status, "Refused.", Map.of("Retry-After", "60")));

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers().get("Retry-After")).isEqualTo("60");
    assertThat(body(response).at("/code").asText()).isEqualTo(code);
  }

  @Test
  void refusalOfTheRouterIsWordedByUs() throws Exception {
    assertThat(body(map(new NotFoundResponse("io.javalin.Secret"))).toString())
        .contains("No route has this path")
        .doesNotContain("Secret");
    PreparedResponse wrongMethod =
        map(new MethodNotAllowedResponse("no", Map.of("availableMethods", "GET, HEAD")));
    assertThat(wrongMethod.headers().get("Allow")).isEqualTo("GET, HEAD");
    assertThat(body(wrongMethod).at("/detail").asText()).contains("PUT");
  }

  @Test
  void faultTellsNothingButTheRequestId() {
    PreparedResponse response = map(new IllegalStateException("password=secret"));
    String body = new String(response.body(), UTF_8);

    assertThat(response.status()).isEqualTo(500);
    assertThat(body)
        .contains("Internal error; see the log for request id-1.", "\"code\":\"internal\"")
        .doesNotContain("secret", "Exception");
  }
}
