package dev.anyflix.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.Claim;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedCacheContract;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FakeSharedStoreTest extends SharedCacheContract {

  private static final CacheKey KEY = CacheKey.of("movies", "m?id=1");
  private static final Duration KEEP = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final FakeSharedStore store = new FakeSharedStore(clock);
  private final List<String> heard = new ArrayList<>();

  @Override
  protected SharedCache.Connector emptyServer() {
    return new FakeSharedStore(Clock.systemUTC());
  }

  private SharedCache listening() {
    return store.connect(
        new SilentListener() {
          @Override
          public void entryChanged(CacheKey key) {
            heard.add("entry");
          }

          @Override
          public void allChanged() {
            heard.add("all");
          }

          @Override
          public void closed() {
            heard.add("closed");
          }
        });
  }

  private CacheEntry entry() {
    return CacheEntry.notFound("m?id=1", 0, clock.instant(), KEEP);
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CacheUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void sessionsEndWhenTheServerGoesDownAndStayEnded() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP);
    store.goDown();

    assertThat(heard).containsExactly("closed");
    assertFails(Reason.DOWN, () -> session.get(KEY));
    assertFails(Reason.DOWN, this::listening);

    store.comeBack();
    assertFails(Reason.DOWN, () -> session.get(KEY));
    SharedCache later = listening();
    assertThat(later.get(KEY)).isEqualTo(entry());
    assertThat(later.server()).isEqualTo(session.server());
  }

  @Test
  void aServerThatComesBackEmptyHasAnotherNameAndNoData() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP);
    session.exchange(Generations.NONE, Set.of("movies"));
    store.goDown();
    store.comeBackEmpty();

    SharedCache later = listening();
    assertThat(later.server()).isNotEqualTo(session.server());
    assertThat(later.get(KEY)).isNull();
    assertThat(later.exchange(Generations.NONE, Set.of())).isEqualTo(Generations.NONE);
  }

  @Test
  void aServerRestartedWithOldDataHasForgottenWhatCameAfter() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP);
    FakeSharedStore.Snapshot old = store.snapshot();
    session.exchange(Generations.NONE, Set.of("movies"));
    session.remove(KEY);
    store.restartWith(old);

    assertThat(heard).containsExactly("closed");
    SharedCache later = listening();
    assertThat(later.server()).isNotEqualTo(session.server());
    assertThat(later.get(KEY)).isEqualTo(entry());
    assertThat(store.generations()).isEqualTo(Generations.NONE);
  }

  @Test
  void aFrozenServerTimesOutAndKeepsItsSessions() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP);
    store.freeze();
    assertFails(Reason.TIMED_OUT, () -> session.get(KEY));
    assertFails(Reason.TIMED_OUT, this::listening);
    store.thaw();

    assertThat(session.get(KEY)).isEqualTo(entry());
    assertThat(heard).isEmpty();
  }

  @Test
  void aServerThatRefusesWritesStillReads() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP);
    store.refuseWrites(true);

    assertFails(Reason.READ_ONLY, () -> session.put(KEY, entry(), KEEP));
    assertFails(Reason.READ_ONLY, session::probeWrite);
    assertFails(Reason.READ_ONLY, () -> session.exchange(Generations.NONE, Set.of("movies")));
    assertThat(session.get(KEY)).isEqualTo(entry());
    assertThat(session.exchange(Generations.NONE, Set.of())).isEqualTo(Generations.NONE);
  }

  @Test
  void changesMadeByHandAreHeardByAll() {
    SharedCache session = listening();
    store.editByHand(KEY, entry());
    assertThat(session.get(KEY)).isEqualTo(entry());
    store.deleteByHand(KEY);
    assertThat(store.peek(KEY)).isNull();
    store.flushByHand();

    assertThat(heard).containsExactly("entry", "entry", "all");
  }

  @Test
  void entriesAndClaimsExpireByTheClock() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP);
    session.claim(KEY, "a", KEEP);
    clock.advance(KEEP.minusMillis(1));
    assertThat(session.get(KEY)).isNotNull();
    assertThat(session.claim(KEY, "b", KEEP)).isEqualTo(new Claim.Busy());
    clock.advance(Duration.ofMillis(1));

    assertThat(session.get(KEY)).isNull();
    assertThat(session.claim(KEY, "b", KEEP)).isEqualTo(new Claim.Granted(null));
    assertThat(heard).containsExactly("entry");
  }

  @Test
  void callsAreCounted() {
    SharedCache session = listening();
    session.get(KEY);
    session.get(KEY);
    session.probeWrite();

    assertThat(store.calls("get")).isEqualTo(2);
    assertThat(store.calls("connect")).isEqualTo(1);
    assertThat(store.calls()).isEqualTo(4);
    assertThat(store.sessions()).isEqualTo(1);
    session.close();
    assertThat(store.sessions()).isZero();
  }
}
