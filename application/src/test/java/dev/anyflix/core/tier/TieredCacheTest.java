package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetLevel;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.UnknownCursorException;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tiers keep. */
final class TieredCacheTest {

  private static final int MOST = 1000;
  private static final String REQUEST = "Test.media/1?id=1";
  private static final CacheKey KEY = CacheKey.of("movies", REQUEST);

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final BudgetDraw DRAW =
      new BudgetDraw("me", Quota.perMinute(25), null, BudgetLevel.FULL, 0);

  private final ManualClock clock = new ManualClock();
  private final FakeSharedStore store = new FakeSharedStore(clock);
  private final TieredCache cache =
      new TieredCache(
          new FakeCache(), store, new TieredCache.Limits(MOST, Duration.ofDays(1)), clock);

  @BeforeEach
  void start() {
    cache.start();
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  private CacheEntry entry(int bytes) {
    return CacheEntry.found(
        REQUEST, 0, clock.instant(), Duration.ofMinutes(5), null, new Body(new byte[bytes]));
  }

  @Test
  void anEntryOfTheLargestSizeIsKeptInBothTiers() {
    cache.store(KEY, entry(MOST));

    assertThat(cache.find(KEY)).isNotNull();
    assertThat(store.peek(KEY)).isNotNull();
  }

  @Test
  void aLargerOneIsKeptInNone() {
    cache.store(KEY, entry(MOST + 1));

    assertThat(cache.keeps(entry(MOST + 1))).isFalse();
    assertThat(cache.find(KEY)).isNull();
    assertThat(store.peek(KEY)).isNull();
  }

  @Test
  void aClearTakesOneRoundTripHoweverManyEntriesThereAre() {
    for (int id = 0; id < 100; id++) {
      String request = "Test.media/1?id=" + id;
      cache.store(
          CacheKey.of("movies", request),
          CacheEntry.found(
              request, 0, clock.instant(), Duration.ofMinutes(5), null, new Body(new byte[1])));
    }
    int before = store.calls("exchange");
    cache.clear(Set.of("movies"));

    assertThat(cache.find(KEY)).isNull();
    assertThat(store.calls("exchange") - before).isBetween(1, 2);
  }

  /** As when bytes were lost on the way, and an answer is another question's. */
  @ParameterizedTest
  @ValueSource(strings = {"get", "put", "claim", "renew", "release", "fail", "draw", "exchange"})
  void anAnswerThatMakesNoSenseFailsNobodyAndEndsTheConnection(String method) {
    int exchanges = store.calls("exchange");
    store.afterNext(
        method,
        () -> {
          throw new IndexOutOfBoundsException("an answer of two");
        });

    cache.find(KEY);
    assertThat(cache.claim(KEY, "me", LEASE)).isNotNull();
    cache.renewClaim(KEY, "me", LEASE);
    cache.store(KEY, entry(1));
    cache.failClaim(KEY, "me", new LoadFailure("UNAVAILABLE", "down", null), LEASE);
    cache.releaseClaim(KEY, "me");
    cache.draw("anilist", DRAW);
    assertThat(cache.find(KEY)).isNotNull();
    cache.clear(Set.of("movies"));

    assertThat(cache.find(KEY)).isNull();
    Awaitility.await().until(() -> store.calls("exchange") > exchanges + 1);
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
    assertThat(store.sessions()).isEqualTo(1);
    assertThat(store.generations().of("movies")).isPositive();
    assertThat(cache.pendingClears()).isZero();
  }

  @Test
  void aLookThatIsAnsweredWithNonsenseHasFoundNothing() {
    store.afterNext(
        "get",
        () -> {
          throw new ClassCastException("a number");
        });

    assertThat(cache.findLater(KEY).handle((found, failure) -> found)).isCompletedWithValue(null);
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
  }

  @Test
  void aCursorOfAnotherCacheIsNoFaultOfTheSharedCache() {
    assertThatThrownBy(() -> cache.keys(Set.of("movies"), "elsewhere", 10))
        .isInstanceOf(UnknownCursorException.class);
    assertThat(cache.state()).isEqualTo(SharedState.UP);
  }
}
