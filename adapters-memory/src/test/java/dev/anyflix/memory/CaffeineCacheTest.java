package dev.anyflix.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class CaffeineCacheTest extends CachePortContract {

  @Override
  protected CachePort emptyCache() {
    return new CaffeineCache(8 << 20);
  }

  @Test
  void theBytesAreBoundedAndEvictionsCounted() {
    var cache = new CaffeineCache(1 << 20);
    for (int i = 0; i < 500; i++) {
      String request = "m?id=" + i;
      Body body = new Body(new byte[10_000]);
      cache.put(
          CacheKey.of("movies", request),
          CacheEntry.found(request, 0, LOADED, Duration.ofMinutes(1), null, body),
          KEEP);
    }

    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(cache.stats().usedMemoryBytes()).isLessThanOrEqualTo(1 << 20);
              assertThat(cache.stats().evictions()).isGreaterThan(350);
            });
  }

  private static long bytesOf(String request, Body body) {
    var cache = new CaffeineCache(8 << 20);
    cache.put(
        CacheKey.of("movies", request),
        CacheEntry.found(request, 0, LOADED, Duration.ofMinutes(1), null, body),
        KEEP);
    return cache.stats().usedMemoryBytes();
  }

  @Test
  void entryIsWeighedByItsBodyItsCompressedCopyAndItsRequest() {
    int least = Body.MIN_GZIP_BYTES;
    long empty = bytesOf("m?id=1", new Body(new byte[0]));

    assertThat(empty).isGreaterThan(0);
    assertThat(bytesOf("m?id=12", new Body(new byte[0]))).isEqualTo(empty + 2);
    assertThat(bytesOf("m?id=1", new Body(new byte[least - 1]))).isEqualTo(empty + least - 1);
    assertThat(bytesOf("m?id=1", new Body(new byte[least]))).isEqualTo(empty + least + least / 3);
    Body packed = new Body(new byte[least]).packed();
    assertThat(bytesOf("m?id=1", packed)).isEqualTo(empty + packed.heldBytes());
  }

  @Test
  void closedCacheHoldsNothing() {
    var cache = new CaffeineCache(1 << 20);
    CacheKey key = CacheKey.of("movies", "m?id=1");
    cache.put(
        key, CacheEntry.found("m?id=1", 0, LOADED, Duration.ofMinutes(1), null, Body.NULL), KEEP);
    cache.close();

    assertThat(cache.get(key)).isNull();
  }

  @Test
  void anEntryIsKeptForExactlyItsOwnTime() {
    var nanos = new AtomicLong();
    var cache = new CaffeineCache(1 << 20, nanos::get);
    cache.put(key("movies", "a"), entry("a", 0, LOADED), Duration.ofSeconds(10));
    cache.put(key("movies", "b"), entry("b", 0, LOADED), Duration.ofSeconds(20));

    nanos.addAndGet(Duration.ofMillis(9_999).toNanos());
    assertThat(cache.get(key("movies", "a"))).isNotNull();
    nanos.addAndGet(Duration.ofMillis(2).toNanos());
    assertThat(cache.get(key("movies", "a"))).isNull();
    assertThat(cache.get(key("movies", "b"))).isNotNull();
  }

  @Test
  void whatIsOverIsNeitherListedNorRemovedAndGivesWayToWhateverComes() {
    var nanos = new AtomicLong();
    var cache = new CaffeineCache(1 << 20, nanos::get);
    CacheKey key = key("movies", "a");
    cache.put(key, entry("a", 2, LOADED.plusSeconds(9)), Duration.ofSeconds(10));
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThat(cache.keys(Set.of("movies"), null, 10).keys()).isEmpty();
    CacheEntry older = entry("a", 1, LOADED);
    cache.put(key, older, Duration.ofSeconds(10));
    assertThat(cache.get(key)).isEqualTo(older);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(cache.remove(key)).isFalse();
  }

  @Test
  void whatIsOverAndAskedForGivesItsRoomBack() {
    var nanos = new AtomicLong();
    var cache = new CaffeineCache(1 << 20, nanos::get);
    cache.put(key("movies", "a"), entry("a", 0, LOADED), Duration.ofSeconds(10));
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThat(cache.get(key("movies", "a"))).isNull();
    assertThat(cache.stats().entries()).isZero();
  }
}
