package dev.anyflix.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.demo.CallBudget.Grant;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallBudgetTest {

  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final Rate RATE = new Rate(2, Duration.ofMinutes(1));

  private final ManualClock clock = new ManualClock(START);
  private final CallBudget budget = new CallBudget(clock);

  @Test
  void callOverTheLimitIsRefusedUntilTheWindowEnds() {
    assertThat(budget.take(RATE).remaining()).isEqualTo(1);
    assertThat(budget.take(RATE).allowed()).isTrue();
    clock.advance(Duration.ofMillis(100));

    Grant refused = budget.take(RATE);

    assertThat(refused.allowed()).isFalse();
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(60));
    assertThat(refused.resetsAt()).isEqualTo(START.plusSeconds(60));
    clock.advance(Duration.ofMillis(59_900));
    assertThat(budget.take(RATE).allowed()).isTrue();
  }

  @Test
  void changedRateOpensANewWindow() {
    budget.take(RATE);
    budget.take(RATE);

    assertThat(budget.take(new Rate(1, Duration.ofMinutes(1))).allowed()).isTrue();
  }
}
