package dev.anyflix.upstream.kitsu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.upstream.MockUpstream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KitsuEnvelopeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"data\":[]} | 200",
        "200 | {\"errors\":[{\"status\":\"404\"}]} | 404",
        "200 | {\"errors\":[{\"status\":429}]} | 429",
        "200 | {\"errors\":[{\"status\":\"x\"}]} | 502",
        "200 | {\"errors\":[{}]} | 502",
        "404 | {\"errors\":[{}]} | 404",
        "400 | {\"errors\":[{\"status\":\"404\"}]} | 404",
        "500 | {} | 500"
      })
  void bodyTellsTheStatus(int http, String body, int status) {
    assertThat(KitsuJson.status(http, MockUpstream.parsed(body))).isEqualTo(status);
  }
}
