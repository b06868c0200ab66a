package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.domain.testing.SilentListener;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SharedBreakerTest {

  private final ManualClock clock = new ManualClock();
  private final FakeSharedStore store = new FakeSharedStore(clock);
  private final Sessions sessions = new Sessions();
  private final SharedBreaker breaker = new SharedBreaker(store, sessions, clock);

  private SharedCache begin() {
    SharedCache session = store.connect(new SilentListener());
    Session unused = sessions.begin(session, "dataset");
    breaker.begun();
    return session;
  }

  private static CacheUnavailableException failure(Reason reason) {
    return new CacheUnavailableException(reason, "the server fails", null);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void failureInTheSessionChangesTheStateAndIsLogged(Reason reason) {
    SharedCache session = begin();
    try (var log = new CapturedLog()) {
      boolean unused = breaker.failed(session, failure(reason));

      assertThat(breaker.state()).isNotEqualTo(SharedState.UP);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void lateFailureInASessionThatWasReplacedChangesNothing(Reason reason) {
    SharedCache replaced = begin();
    begin();
    try (var log = new CapturedLog()) {
      assertThat(breaker.failed(replaced, failure(reason))).isFalse();
      assertThat(breaker.state()).isEqualTo(SharedState.UP);
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void statusBeforeTheFirstSessionSaysThatItIsStillConnecting() {
    breaker.nextAttemptIn(Duration.ofSeconds(1));
    SharedStatus status = breaker.status();

    assertThat(status.state()).isEqualTo(SharedState.DOWN);
    assertThat(status.isUnavailable()).isTrue();
    assertThat(status.reason()).isEqualTo("still connecting");
    assertThat(status.nextAttemptAt()).isEqualTo(clock.instant().plusSeconds(1));
    assertThat(status.since()).isNull();
  }

  @Test
  void statusOfAWorkingSessionHasNoReason() {
    begin();
    breaker.nextAttemptIn(Duration.ofSeconds(1));
    SharedStatus status = breaker.status();

    assertThat(status.isUnavailable()).isFalse();
    assertThat(status.reason()).isNull();
    assertThat(status.nextAttemptAt()).isNull();
    assertThat(breaker.isWritable()).isTrue();
  }

  @Test
  void serverThatTakesNoWritesIsReadOnlyUntilItDoes() {
    SharedCache session = begin();
    assertThat(breaker.failed(session, failure(Reason.READ_ONLY))).isTrue();
    assertThat(breaker.isWritable()).isFalse();
    assertThat(breaker.isReplica()).isFalse();
    assertThat(breaker.status().since()).isEqualTo(clock.instant());

    breaker.writes();
    assertThat(breaker.isWritable()).isTrue();
    assertThat(breaker.status().reason()).isNull();
  }

  @Test
  void commandThatIsRefusedIsAskedForAgainInTheNextSession() {
    boolean unused = breaker.failed(begin(), failure(Reason.REFUSED));
    assertThat(breaker.state()).isEqualTo(SharedState.RESTRICTED);

    begin();
    assertThat(breaker.state()).isEqualTo(SharedState.UP);
    assertThat(breaker.status().reason()).isNull();
  }

  @Test
  void heartbeatFollowsAtOnceWhereItMayShowMore() {
    SharedCache session = begin();

    assertThat(breaker.failed(session, failure(Reason.REFUSED))).isFalse();
    assertThat(breaker.failed(session, failure(Reason.SHARD_FAILED))).isFalse();
    assertThat(breaker.failed(session, failure(Reason.REPLICA))).isTrue();
    assertThat(breaker.isReplica()).isTrue();
    assertThat(breaker.failed(session, failure(Reason.TIMED_OUT))).isTrue();
  }
}
