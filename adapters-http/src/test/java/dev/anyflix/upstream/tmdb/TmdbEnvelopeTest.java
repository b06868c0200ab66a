package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.upstream.MockUpstream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TmdbEnvelopeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"id\":1} | 200",
        "200 | {\"success\":true} | 200",
        "200 | {\"success\":false,\"status_code\":34} | 404",
        "200 | {\"success\":false,\"status_code\":6} | 404",
        "200 | {\"success\":false,\"status_code\":7} | 401",
        "200 | {\"success\":false,\"status_code\":22} | 400",
        "200 | {\"success\":false,\"status_code\":25} | 429",
        "200 | {\"success\":false,\"status_code\":43} | 503",
        "200 | {\"success\":false} | 502",
        "200 | {\"success\":false,\"status_code\":999} | 502",
        "401 | {\"success\":false,\"status_code\":34} | 401",
        "404 | {} | 404",
        "403 | {\"success\":false,\"status_code\":7} | 401",
        "403 | {\"success\":false,\"status_code\":10} | 401",
        "403 | {\"success\":false,\"status_code\":34} | 403",
        "403 | {\"message\":\"blocked\"} | 403",
        "403 | blocked | 403"
      })
  void bodyTellsTheStatus(int http, String body, int status) {
    assertThat(TmdbJson.status(http, MockUpstream.parsed(body))).isEqualTo(status);
  }
}
