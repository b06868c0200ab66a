package dev.anyflix.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Instant;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which redirects are followed, and which bodies with HTTP 200 are errors. */
final class ResponseHandlerTest {

  private final ManualClock clock = new ManualClock();
  private final TokenBucket budget = new TokenBucket(Quota.perSecond(10), clock);
  private final UpstreamProfile profile =
      new UpstreamProfile(
          "sample",
          "Sample",
          null,
          Map.of(),
          null,
          (http, body) -> body.isTrue("error") ? 400 : http);
  private final ResponseHandler handler =
      new ResponseHandler(profile, budget, new CallGuard("Sample", budget, clock), clock);

  private AttemptResult<String> handle(String url, int status, @Nullable String location, Json body)
      throws AttemptException {
    Headers headers = location == null ? Headers.of() : Headers.of("Location", location);
    return handler.handle(
        new Request.Builder().url(url).build(),
        new UpstreamResponse(status, headers, body),
        new FetchSpec<>(Call.before(Instant.MAX), true, json -> "x"),
        0);
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.test/a, http://api.test/b",
    "http://api.test:8096/a, http://api.test:8096/b",
    "http://api.test:8096/a, https://api.test:8096/b",
    "http://api.test/a, https://api.test/b",
    "http://api.test:8096/a, https://api.test/b",
    "https://api.test:8443/a, https://api.test:443/b",
    "https://api.test/a, https://API.test/b"
  })
  void redirectWithinTheHostToTheSamePortOrTo443IsFollowed(String from, String to)
      throws Exception {
    var result = (AttemptResult.Redirected<String>) handle(from, 302, to, Json.ABSENT);

    assertThat(result.request().url().encodedPath()).isEqualTo("/b");
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.test/a, http://api.test:6379/b",
    "https://api.test/a, https://api.test:8443/b",
    "http://api.test:8096/a, http://api.test/b",
    "http://api.test:8096/a, http://api.test:443/b",
    "https://api.test/a, http://api.test/b",
    "https://api.test/a, http://api.test:443/b",
    "https://api.test/a, https://other.test/b",
    "https://api.test/a, https://sub.api.test/b",
    "https://api.test/a, ftp://api.test/b"
  })
  void redirectToAnotherPortHostOrToHttpIsRefused(String from, String to) {
    assertThat(failure(from, 302, to, Json.ABSENT).failure().kind()).isEqualTo(Kind.UNREADABLE);
  }

  @ParameterizedTest
  @CsvSource({"'{\"error\": true}', REJECTED", "'', UNREADABLE"})
  void bodyDecidesWhetherHttp200IsASuccess(String body, Kind kind) {
    Json json = body.isEmpty() ? Json.ABSENT : Json.parse(body.getBytes(UTF_8));

    assertThat(failure("http://api.test/a", 200, null, json).failure().kind()).isEqualTo(kind);
  }

  private AttemptException failure(String url, int status, @Nullable String location, Json body) {
    return catchThrowableOfType(AttemptException.class, () -> handle(url, status, location, body));
  }
}
