package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private final ManualClock clock = new ManualClock(Instant.parse("1994-11-06T08:49:00Z"));

  private RetryAfter of(String... headers) {
    return new RetryAfter(Headers.of(headers), clock);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30|30
          0|1
          0.2|1
          1.001|2
          1000.0|1000
          7.|7
          0,120|120
          0, 120|120
          3600|3600
          3601|3600
          99999999999999999999|3600
          123456789012345678901234567890|3600
          Sun, 06 Nov 1994 08:49:37 GMT|37
          Sunday, 06-Nov-94 08:49:37 GMT|37
          Sun Nov  6 08:49:37 1994|37
          Sun, 06 Nov 1994 08:48:00 GMT|1
          Tue, 08 Nov 1994 08:49:37 GMT|3600
          """)
  void secondsFractionsListsAndDatesAreUnderstood(String value, long seconds) {
    assertThat(of("Retry-After", value).duration()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1e3", "0x10", "5 s", ".5", "NaN", "Sun, 99 Nov 1994"})
  void malformedValueIsIgnored(String value) {
    assertThat(of("Retry-After", value).duration()).isNull();
  }

  @Test
  void largestOfSeveralHeadersCounts() {
    assertThat(of("Retry-After", "0", "Retry-After", "120").duration())
        .isEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void datesCountFromTheDateHeader() {
    clock.advance(Duration.ofDays(-1));
    RetryAfter retryAfter =
        of(
            "Date", "Sun, 06 Nov 1994 08:49:00 GMT",
            "Retry-After", "Sun, 06 Nov 1994 08:49:20 GMT",
            "X-RateLimit-Reset", "784111777");
    assertThat(retryAfter.duration()).isEqualTo(Duration.ofSeconds(20));
    assertThat(retryAfter.reset()).isEqualTo(Duration.ofSeconds(37));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "784111739", "784200000", "99999999999999999999"})
  void resetInThePastOrBeyondAnHourIsIgnored(String value) {
    assertThat(of("X-RateLimit-Reset", value).reset()).isNull();
  }

  @Test
  void remainingCallsAreRead() {
    assertThat(of("X-RateLimit-Remaining", "12").remaining()).isEqualTo(12);
    assertThat(of("X-RateLimit-Remaining", "-1").remaining()).isNull();
  }
}
