package dev.anyflix.upstream.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.upstream.MockUpstream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArchiveEnvelopeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"metadata\":{}} | 200",
        "200 | {} | 404",
        "200 | {\"is_dark\":true} | 404",
        "200 | {\"error\":\"x\"} | 502",
        "200 | [] | 200",
        "404 | {} | 404",
        "500 | {\"error\":\"x\"} | 500"
      })
  void bodyTellsTheStatus(int http, String body, int status) {
    assertThat(ArchiveJson.status(http, MockUpstream.parsed(body))).isEqualTo(status);
  }
}
