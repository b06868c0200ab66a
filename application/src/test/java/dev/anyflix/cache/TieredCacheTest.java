package dev.anyflix.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tiers keep. */
final class TieredCacheTest {

  private static final int MOST = 1000;
  private static final String REQUEST = "Test.media/1?id=1";
  private static final CacheKey KEY = CacheKey.of("movies", REQUEST);

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
}
