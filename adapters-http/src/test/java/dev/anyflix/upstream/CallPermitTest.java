package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.CallPermit;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The permit of a call pays for its first HTTP request, the budget for every further one. */
class CallPermitTest extends FetcherTestBed {

  private final Budget budget = allowing(1, clock);

  @BeforeEach
  void spendTheBudget() {
    fetcher = new Fetcher(upstream.http(), PROFILE, upstream.config(budget, MockUpstream.TIMEOUT));
    assertThat(budget.tryTake(Urgency.FOREGROUND)).isEqualTo(Duration.ZERO);
    assertThat(budget.tryTake(Urgency.FOREGROUND)).isPositive();
  }

  @Test
  void permitPaysForTheFirstRequest() {
    upstream.answers(found());
    fetch(permitted());
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void usedPermitPaysForNothing() {
    upstream.answers(found());
    Call call = permitted();
    fetch(call);

    assertThatExceptionOfType(MediaSourceException.class).isThrownBy(() -> fetch(call));
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void redirectIsPaidByTheBudget() {
    upstream.answers(moved(307, "/there"));
    assertThatExceptionOfType(MediaSourceException.class)
        .isThrownBy(() -> fetch(permitted()))
        .satisfies(failure -> assertThat(failure.isFromUpstream()).isFalse());
    assertThat(upstream.requests()).hasSize(1);
  }

  private Call permitted() {
    return new Call(
        clock.instant().plusSeconds(30), Urgency.FOREGROUND, null, CallPermit.granted());
  }
}
