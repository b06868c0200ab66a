package dev.anyflix.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LockResult;
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

  private static LoadLease lease(String owner) {
    return new LoadLease(KEY, owner, 0);
  }

  private CacheEntry entry() {
    return CacheEntry.notFound("m?id=1", 0, clock.instant(), KEEP);
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfies(
            failure ->
                assertThat(
                        failure instanceof CacheUnavailableException ? failure : failure.getCause())
                    .isInstanceOfSatisfying(
                        CacheUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason)));
  }

  @Test
  void sessionsEndWhenTheServerGoesDownAndStayEnded() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP, null).join();
    store.goDown();

    assertThat(heard).containsExactly("entry", "closed");
    assertFails(Reason.DOWN, () -> session.get(KEY).join());
    assertFails(Reason.DOWN, this::listening);

    store.comeBack();
    assertFails(Reason.DOWN, () -> session.get(KEY).join());
    SharedCache later = listening();
    assertThat(later.get(KEY).join()).isEqualTo(entry());
    assertThat(later.server()).isEqualTo(session.server());
  }

  @Test
  void aServerThatComesBackEmptyHasAnotherNameAndNoData() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP, null).join();
    session.exchange(Generations.NONE, 0, Set.of("movies"), Set.of());
    store.goDown();
    store.comeBackEmpty();

    SharedCache later = listening();
    assertThat(later.server()).isNotEqualTo(session.server());
    assertThat(later.get(KEY).join()).isNull();
    assertThat(later.generations()).isNull();
  }

  @Test
  void aServerRestartedWithOldDataHasForgottenWhatCameAfter() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP, null).join();
    FakeSharedStore.Snapshot old = store.snapshot();
    session.exchange(Generations.NONE, 0, Set.of("movies"), Set.of());
    session.remove(KEY).join();
    store.restartWith(old);

    assertThat(heard).contains("closed");
    SharedCache later = listening();
    assertThat(later.server()).isNotEqualTo(session.server());
    assertThat(later.get(KEY).join()).isEqualTo(entry());
    assertThat(store.generations()).isEqualTo(Generations.NONE);
  }

  @Test
  void aFrozenServerTimesOutAndKeepsItsSessions() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP, null).join();
    store.freeze();
    assertFails(Reason.TIMED_OUT, () -> session.get(KEY).join());
    assertFails(Reason.TIMED_OUT, this::listening);
    store.thaw();

    assertThat(session.get(KEY).join()).isEqualTo(entry());
    assertThat(heard).containsExactly("entry");
  }

  @Test
  void aServerThatRefusesWritesStillReads() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP, null).join();
    store.refuseWrites(true);

    assertFails(Reason.READ_ONLY, () -> session.put(KEY, entry(), KEEP, null).join());
    assertFails(Reason.READ_ONLY, session::probeWrite);
    assertFails(
        Reason.READ_ONLY, () -> session.exchange(Generations.NONE, 0, Set.of("movies"), Set.of()));
    assertThat(session.get(KEY).join()).isEqualTo(entry());
    assertThat(session.generations()).isNull();
  }

  @Test
  void changesMadeByHandAreHeardByAll() {
    SharedCache session = listening();
    store.editByHand(KEY, entry());
    assertThat(session.get(KEY).join()).isEqualTo(entry());
    store.deleteByHand(KEY);
    assertThat(store.peek(KEY)).isNull();
    store.flushByHand();

    assertThat(heard).containsExactly("entry", "entry", "all");
  }

  @Test
  void entriesAndClaimsExpireByTheClock() {
    SharedCache session = listening();
    session.put(KEY, entry(), KEEP, null).join();
    session.locks().acquire(lease("a"), KEEP).join();
    clock.advance(KEEP.minusMillis(1));
    assertThat(session.get(KEY).join()).isNotNull();
    assertThat(session.locks().acquire(lease("b"), KEEP).join()).isEqualTo(new LockResult.Held());
    clock.advance(Duration.ofMillis(1));

    assertThat(session.get(KEY).join()).isNull();
    assertThat(session.locks().acquire(lease("b"), KEEP).join())
        .isEqualTo(new LockResult.Acquired(null));
    assertThat(heard).containsExactly("entry", "entry");
  }

  @Test
  void callsAreCounted() {
    SharedCache session = listening();
    session.get(KEY).join();
    session.get(KEY).join();
    session.probeWrite();

    assertThat(store.calls("get")).isEqualTo(2);
    assertThat(store.calls("connect")).isEqualTo(1);
    assertThat(store.calls()).isEqualTo(4);
    assertThat(store.sessions()).isEqualTo(1);
    session.close();
    assertThat(store.sessions()).isZero();
  }
}
