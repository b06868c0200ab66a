package dev.anyflix.upstream.anilist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.upstream.MockUpstream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AniListEnvelopeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"data\":{\"Media\":{\"id\":1}}} | 200",
        "200 | {\"data\":null} | 200",
        "200 | {\"errors\":[{\"status\":404}],\"data\":{\"Media\":null}} | 404",
        "200 | {\"errors\":[{\"status\":429}],\"data\":null} | 429",
        "200 | {\"errors\":[{\"status\":500}],\"data\":{\"Media\":{\"id\":1}}} | 200",
        "200 | {\"errors\":[{\"message\":\"x\"}]} | 502",
        "200 | {\"errors\":[{\"status\":200}]} | 502",
        "200 | {\"errors\":[{\"status\":600}]} | 502",
        "404 | {\"errors\":[{\"message\":\"x\"}]} | 404",
        "500 | {\"errors\":[{\"status\":403}]} | 403",
        "503 | unavailable | 503"
      })
  void bodyTellsTheStatus(int http, String body, int status) {
    assertThat(AniListJson.status(http, MockUpstream.parsed(body))).isEqualTo(status);
  }
}
