package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.UnknownCursorException;
import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.domain.testing.FakeCache;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailSafeCacheTest {

  private static final Set<String> MOVIES = Set.of("movies");
  private static final String REQUEST = "Test.media/1?id=1";
  private static final CacheKey KEY = CacheKey.of("movies", REQUEST);
  private static final Duration TTL = Duration.ofHours(1);

  @AutoClose private final CapturedLog log = new CapturedLog();
  private final Fallible fallible = new Fallible();
  private final FailSafeCache cache = new FailSafeCache(fallible);

  /** A cache that works until it is told otherwise. */
  private static final class Fallible implements CachePort {

    private final FakeCache cache = new FakeCache();
    private @Nullable RuntimeException failure;
    private boolean mayBlock;
    private boolean isClosed;

    private CachePort working() {
      if (failure != null) {
        throw failure;
      }
      return cache;
    }

    @Override
    public boolean mayBlock() {
      return mayBlock;
    }

    @Override
    public @Nullable CacheEntry get(CacheKey key) {
      return working().get(key);
    }

    @Override
    public void put(CacheKey key, CacheEntry entry, Duration keepFor) {
      working().put(key, entry, keepFor);
    }

    @Override
    public boolean remove(CacheKey key) {
      return working().remove(key);
    }

    @Override
    public long purge(Set<String> prefixes, Generations generations) {
      return working().purge(prefixes, generations);
    }

    @Override
    public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
      return working().keys(prefixes, cursor, limit);
    }

    @Override
    public CacheStats stats() {
      return working().stats();
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  private static CacheEntry entry() {
    return CacheEntry.found(REQUEST, 1, Instant.now(), TTL, null, new Body(new byte[1]));
  }

  @Test
  void resultsOfAWorkingCacheAreItsOwn() {
    CacheEntry entry = entry();
    cache.put(KEY, entry, TTL);

    assertThat(cache.get(KEY)).isEqualTo(entry);
    assertThat(cache.keys(MOVIES, null, 10).keys()).containsExactly(KEY);
    assertThat(cache.stats().entries()).isEqualTo(1);
    assertThat(cache.remove(KEY)).isTrue();
    assertThat(cache.remove(KEY)).isFalse();
    cache.put(KEY, entry, TTL);
    assertThat(cache.purge(MOVIES, new Generations(2, Map.of(), Map.of()))).isEqualTo(1);
    assertThat(log.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cacheMayBlockWhereTheOneBehindItMay(boolean mayBlock) {
    fallible.mayBlock = mayBlock;

    assertThat(cache.mayBlock()).isEqualTo(mayBlock);
  }

  @Test
  void failuresAreMisses() {
    cache.put(KEY, entry(), TTL);
    fallible.failure = new IllegalStateException("out of order");

    assertThat(cache.get(KEY)).isNull();
    cache.put(KEY, entry(), TTL);
    assertThat(cache.remove(KEY)).isFalse();
    assertThat(cache.purge(MOVIES, Generations.NONE)).isZero();
    assertThat(cache.keys(MOVIES, null, 10)).isEqualTo(new KeyPage(List.of(), null));
    assertThat(cache.stats()).isEqualTo(new CacheStats(0, 0, 0, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "put", "remove", "keys"})
  void failureIsLoggedOnceUntilTheCacheWorksAgain(String method) {
    fallible.failure = new IllegalStateException("out of order");
    call(method);
    call("get");
    call(method);
    assertThat(log.warnings()).hasSize(1).first().asString().contains("out of order");

    fallible.failure = null;
    call(method.equals("keys") ? "get" : method);
    call("get");
    assertThat(log.text()).containsOnlyOnce("works again");

    fallible.failure = new IllegalStateException("out of order");
    call(method);
    assertThat(log.warnings()).hasSize(2);
  }

  private void call(String method) {
    switch (method) {
      case "get" -> {
        CacheEntry unused = cache.get(KEY);
      }
      case "put" -> cache.put(KEY, entry(), TTL);
      case "remove" -> {
        boolean unused = cache.remove(KEY);
      }
      default -> {
        KeyPage unused = cache.keys(MOVIES, null, 10);
      }
    }
  }

  @Test
  void unknownCursorIsAnErrorOfTheCaller() {
    fallible.failure = new UnknownCursorException("elsewhere");

    assertThatThrownBy(() -> cache.keys(MOVIES, "elsewhere", 10)).isSameAs(fallible.failure);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void closingClosesTheCacheBehindIt() {
    cache.close();

    assertThat(fallible.isClosed).isTrue();
  }
}
