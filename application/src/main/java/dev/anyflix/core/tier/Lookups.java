package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a key is looked up in the shared cache once at a time, however many callers miss
 * it at once. Thread safe.
 */
final class Lookups {

  private final ConcurrentMap<CacheKey, CompletableFuture<@Nullable CacheHit>> underWay =
      new ConcurrentHashMap<>();

  /** As {@link #once}, without waiting; a look that fails has found nothing. */
  CompletableFuture<@Nullable CacheHit> later(
      CacheKey key,
      Supplier<CompletableFuture<@Nullable CacheHit>> look,
      Predicate<CacheHit> stillGood) {
    var mine = new CompletableFuture<@Nullable CacheHit>();
    CompletableFuture<@Nullable CacheHit> others = underWay.putIfAbsent(key, mine);
    if (others != null) {
      return others.thenApply(found -> found != null && stillGood.test(found) ? found : null);
    }
    var unused =
        begun(look)
            .whenComplete(
                (found, failure) -> {
                  underWay.remove(key, mine);
                  mine.complete(found);
                });
    return mine;
  }

  private static CompletableFuture<@Nullable CacheHit> begun(
      Supplier<CompletableFuture<@Nullable CacheHit>> look) {
    try {
      return look.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Looks up, or waits for the caller who does.
   *
   * @param look does not fail, and takes no longer than the shared cache's timeout
   * @param stillGood whether what another caller has found may be served to this one, who came
   *     later
   */
  @Nullable CacheHit once(
      CacheKey key, Supplier<@Nullable CacheHit> look, Predicate<CacheHit> stillGood) {
    var mine = new CompletableFuture<@Nullable CacheHit>();
    CompletableFuture<@Nullable CacheHit> others = underWay.putIfAbsent(key, mine);
    if (others != null) {
      CacheHit found = others.join();
      return found != null && stillGood.test(found) ? found : null;
    }
    CacheHit found = null;
    try {
      found = look.get();
      return found;
    } finally {
      underWay.remove(key, mine);
      mine.complete(found);
    }
  }
}
