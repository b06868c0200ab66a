package dev.anyflix.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {

  private static final Quota QUOTA = Quota.perMinute(25);

  @Test
  void aThirdMayBeCalledAtOnceAndTheRestComesBackEvenly() {
    assertThat(QUOTA.burst()).isEqualTo(8);
    assertThat(QUOTA.reserve()).isEqualTo(5);
    assertThat(QUOTA.interval()).isCloseTo(Duration.ofMillis(3_400), Duration.ofMillis(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void theSharesTogetherAreNoMoreThanTheWhole(int members) {
    Quota share = QUOTA.share(members);

    assertThat(share.burst() * members).isLessThanOrEqualTo(QUOTA.burst());
    assertThat(share.interval().dividedBy(members)).isEqualTo(QUOTA.interval());
    assertThat(share.limit() * members).isEqualTo(QUOTA.limit());
  }

  @Test
  void aShareOfALargeFleetIsStillOneCallAtATime() {
    Quota share = QUOTA.share(100);

    assertThat(share.burst()).isEqualTo(1);
    assertThat(share.reserve()).isZero();
    assertThat(share.retryAfter(Urgency.BACKGROUND, Duration.ZERO)).isZero();
  }

  @Test
  void theBackgroundWaitsEarlierThanUsersDo() {
    Duration fiveLeft = QUOTA.interval().multipliedBy(3);

    assertThat(QUOTA.left(fiveLeft)).isEqualTo(5);
    assertThat(QUOTA.retryAfter(Urgency.FOREGROUND, fiveLeft)).isZero();
    assertThat(QUOTA.retryAfter(Urgency.BACKGROUND, fiveLeft)).isEqualTo(QUOTA.interval());
  }

  @Test
  void anEmptyBudgetHasNothingLeftAndNeverLess() {
    assertThat(QUOTA.left(QUOTA.refill())).isZero();
    assertThat(QUOTA.left(QUOTA.refill().plusSeconds(9))).isZero();
  }

  @Test
  void drawLeavesTheReserveToUsersOnlyInTheBackground() {
    assertThat(leftBy(Urgency.BACKGROUND)).isEqualTo(5);
    assertThat(leftBy(Urgency.FOREGROUND)).isZero();
    assertThat(leftBy(null)).isZero();
  }

  private static long leftBy(@Nullable Urgency call) {
    var nothingKnown = new BudgetLevel(Duration.ZERO, Duration.ZERO);
    return new BudgetDraw("member", QUOTA, call, nothingKnown, 0).leaves();
  }

  @Test
  void partsOfAQuotaAreDividedAmongTheMembers() {
    assertThat(QUOTA.share(2))
        .isEqualTo(new Quota(12.5, QUOTA.period(), 4, 2, QUOTA.interval().multipliedBy(2)));
  }
}
