package dev.anyflix.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOptionsTest {

  @Test
  void latencyIsParsedWithItsUnit() {
    assertThat(DemoOptions.parseLatency("200ms")).isEqualTo(Duration.ofMillis(200));
    assertThat(DemoOptions.parseLatency(" 2 s ")).isEqualTo(Duration.ofSeconds(2));
    assertThat(DemoOptions.parseLatency("1m")).isEqualTo(Duration.ofMinutes(1));
    assertThat(DemoOptions.parseLatency("0ms")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "200", "-1s", "fast", "2h", "1.5s", "99999999ms", "61s", "2m"})
  void malformedLatencyIsRejected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DemoOptions.parseLatency(text))
        .withMessageStartingWith("must be")
        .withMessageContaining("\"" + text + "\"");
  }

  @Test
  void rateIsParsedAsCallsPerPeriod() {
    assertThat(DemoOptions.parseRate("30/min")).isEqualTo(new Rate(30, Duration.ofMinutes(1)));
    assertThat(DemoOptions.parseRate("5/s")).isEqualTo(new Rate(5, Duration.ofSeconds(1)));
    assertThat(DemoOptions.parseRate("1000 / h")).isEqualTo(new Rate(1000, Duration.ofHours(1)));
    assertThat(DemoOptions.parseRate("unlimited")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "30/", "/min", "30/day", "-3/s", "1.5/s", "99999999/s"})
  void malformedRateIsRejected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DemoOptions.parseRate(text))
        .withMessageContaining("such as 30/min")
        .withMessageContaining("\"" + text + "\"");
  }

  @Test
  void rateBelowOneCallIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse("0/s"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ZERO));
  }

  @Test
  void errorRateIsParsedAsShareOrPercentage() {
    assertThat(DemoOptions.parseErrorRate("0.2")).isEqualTo(0.2);
    assertThat(DemoOptions.parseErrorRate("20%")).isEqualTo(0.2);
    assertThat(DemoOptions.parseErrorRate("0")).isZero();
    assertThat(DemoOptions.parseErrorRate("100%")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "101%", "-0.1", "half", "NaN"})
  void errorRateOutOfRangeIsRejected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DemoOptions.parseErrorRate(text))
        .withMessageContaining("\"" + text + "\"");
  }

  @Test
  void optionsOutOfRangeAreRejected() {
    DemoOptions healthy = DemoOptions.HEALTHY;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> healthy.withLatency(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> healthy.withLatency(Duration.ofMinutes(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> healthy.withErrorRate(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> healthy.withErrorRate(Double.NaN));
  }
}
