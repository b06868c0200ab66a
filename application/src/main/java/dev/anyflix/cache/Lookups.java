package dev.anyflix.cache;

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

  private final ConcurrentMap<CacheKey, CompletableFuture<@Nullable Found>> underWay =
      new ConcurrentHashMap<>();

  /** As {@link #once}, without waiting; a look that fails has found nothing. */
  CompletableFuture<@Nullable Found> later(
      CacheKey key, Supplier<CompletableFuture<@Nullable Found>> look, Predicate<Found> stillGood) {
    var mine = new CompletableFuture<@Nullable Found>();
    CompletableFuture<@Nullable Found> others = underWay.putIfAbsent(key, mine);
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

  private static CompletableFuture<@Nullable Found> begun(
      Supplier<CompletableFuture<@Nullable Found>> look) {
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
  @Nullable Found once(CacheKey key, Supplier<@Nullable Found> look, Predicate<Found> stillGood) {
    var mine = new CompletableFuture<@Nullable Found>();
    CompletableFuture<@Nullable Found> others = underWay.putIfAbsent(key, mine);
    if (others != null) {
      Found found = others.join();
      return found != null && stillGood.test(found) ? found : null;
    }
    Found found = null;
    try {
      found = look.get();
      return found;
    } finally {
      underWay.remove(key, mine);
      mine.complete(found);
    }
  }
}
