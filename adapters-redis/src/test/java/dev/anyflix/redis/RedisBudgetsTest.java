package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.budget.BudgetLevel;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.SharedBudgets;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.SilentListener;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a budget lies in Redis, and what becomes of it when a person lays hands on it. */
class RedisBudgetsTest {

  private static final String BUDGET = "anyflix:budget:upstream";
  private static final String MEMBERS = "anyflix:members:{anyflix:budget:upstream}";
  private static final Quota QUOTA = Quota.of(25, Duration.ofHours(1));

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private SharedCache session;

  @BeforeEach
  void open() {
    session = REDIS.connector().connect(new SilentListener() {});
  }

  private BudgetGrant take() {
    var draw = new BudgetDraw("me", QUOTA, Urgency.FOREGROUND, BudgetLevel.FULL, 0);
    return session.budgets().draw("upstream", draw).join();
  }

  private static long number(String answer) {
    return Long.parseLong(answer.substring(1).strip());
  }

  @Test
  void whatIsLackingIsForgottenWhenItIsBackAndMembersWhenTheyAreGone() {
    take();

    assertThat(number(REDIS.command("PTTL", BUDGET)))
        .isBetween(1L, QUOTA.interval().toMillis() + 1);
    assertThat(number(REDIS.command("PTTL", MEMBERS)))
        .isBetween(1L, SharedBudgets.MEMBERSHIP.toMillis());
  }

  @Test
  void aFullBudgetLeavesNothingButItsMembers() {
    session
        .budgets()
        .draw("upstream", new BudgetDraw("me", QUOTA, null, BudgetLevel.FULL, 0))
        .join();

    assertThat(REDIS.command("EXISTS", BUDGET)).isEqualTo(":0\r\n");
    assertThat(REDIS.command("ZCARD", MEMBERS)).isEqualTo(":1\r\n");
  }

  @Test
  void keysOfAnotherKindAreWrittenOver() {
    REDIS.command("RPUSH", BUDGET, "a");
    REDIS.command("SET", MEMBERS, "b");

    assertThat(take().retryAfter()).isZero();
    assertThat(REDIS.command("TYPE", BUDGET)).isEqualTo("+hash\r\n");
    assertThat(REDIS.command("TYPE", MEMBERS)).isEqualTo("+zset\r\n");
  }

  @Test
  void leavingDoesNotTouchAKeyOfAnotherKind() {
    REDIS.command("SET", MEMBERS, "b");

    session.budgets().leave("upstream", "me").join();

    assertThat(REDIS.command("GET", MEMBERS)).contains("b");
  }

  @Test
  void fieldsThatMakeNoSenseCountAsAbsent() {
    REDIS.command("HSET", BUDGET, "fullAt", "soon", "pausedUntil", "1e99");

    assertThat(take().level()).isEqualTo(new BudgetLevel(QUOTA.interval(), Duration.ZERO));
  }

  @Test
  void timesTooFarAheadAreBroughtBackToWhatCanBe() {
    REDIS.command("HSET", BUDGET, "fullAt", "9000000000000000", "pausedUntil", "9000000000000000");

    assertThat(take().level())
        .isEqualTo(new BudgetLevel(QUOTA.refill(), SharedBudgets.LONGEST_PAUSE));
  }

  @Test
  void aBudgetThatIsDeletedStartsFull() {
    take();
    REDIS.command("DEL", BUDGET, MEMBERS);

    assertThat(take().level().fullIn()).isEqualTo(QUOTA.interval());
  }
}
