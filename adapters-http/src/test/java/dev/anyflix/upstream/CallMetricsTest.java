package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CallMetricsTest {

  private static final Set<Outcome> SUCCESSES =
      EnumSet.of(Outcome.OK, Outcome.NOT_MODIFIED, Outcome.NOT_FOUND, Outcome.REDIRECTED);

  private final ManualClock clock = new ManualClock();
  private final List<String> heard = new ArrayList<>();
  @AutoClose private final CapturedLog log = new CapturedLog();
  private final CallMetrics metrics =
      new CallMetrics(
          new UpstreamProfile("sample", "Sample", null, Map.of(), null, (http, body) -> http),
          (upstream, outcome, time) -> heard.add(upstream + " " + outcome + " " + time.toMillis()),
          clock);

  private void send(Duration duration) {
    Instant start = clock.instant();
    clock.advance(duration);
    metrics.recordSent(Outcome.OK, start);
  }

  private List<String> warnings() {
    return log.lines().stream().filter(line -> line.contains("Sample is slow")).toList();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void requestThatGotNoUsableAnswerIsAnError(Outcome outcome) {
    Instant start = clock.instant();
    clock.advance(Duration.ofMillis(30));
    metrics.recordSent(outcome, start);

    assertThat(metrics.requests()).isEqualTo(1);
    assertThat(metrics.errors()).isEqualTo(SUCCESSES.contains(outcome) ? 0 : 1);
    assertThat(heard).containsExactly("sample " + outcome + " 30");
  }

  @Test
  void requestThatWasNotSentIsReportedButNotCounted() {
    metrics.recordNotSent(Outcome.BUDGET_SPENT);

    assertThat(metrics.requests()).isZero();
    assertThat(metrics.errors()).isZero();
    assertThat(heard).containsExactly("sample BUDGET_SPENT 0");
  }

  @Test
  void onlyRequestsOverTheLimitAreSlow() {
    send(CallMetrics.SLOW);
    assertThat(warnings()).isEmpty();

    send(CallMetrics.SLOW.plusMillis(1));
    assertThat(warnings()).singleElement().asString().contains("2001 ms", "0 more slow requests");
  }

  @Test
  void failedRequestIsNotReportedAsSlow() {
    Instant start = clock.instant();
    clock.advance(Duration.ofSeconds(8));
    metrics.recordSent(Outcome.TIMED_OUT, start);

    assertThat(warnings()).isEmpty();
  }

  @Test
  void slowRequestsAreLoggedOnceAnIntervalWithTheNumberOfTheOthers() {
    send(Duration.ofSeconds(3));
    send(Duration.ofSeconds(4));
    send(Duration.ofSeconds(5));
    assertThat(warnings()).hasSize(1);

    clock.advance(CallMetrics.WARNING_INTERVAL);
    send(Duration.ofSeconds(6));
    assertThat(warnings()).hasSize(2);
    assertThat(warnings().get(1)).contains("6000 ms", "2 more slow requests");
  }
}
