package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks a key up in the shared cache once at a time, however many callers miss it in memory at
 * once. Thread safe.
 */
final class SharedLookups {

  private final ConcurrentMap<CacheKey, CompletableFuture<@Nullable CacheHit>> pending =
      new ConcurrentHashMap<>();

  /**
   * Looks up, or joins the lookup under way.
   *
   * @param lookup the lookup; one that fails has found nothing
   * @param isStillValid whether the result of a lookup that began earlier may be served to a caller
   *     that joined it
   */
  CompletableFuture<@Nullable CacheHit> find(
      CacheKey key,
      Supplier<CompletableFuture<@Nullable CacheHit>> lookup,
      Predicate<CacheHit> isStillValid) {
    var own = new CompletableFuture<@Nullable CacheHit>();
    CompletableFuture<@Nullable CacheHit> joined = pending.putIfAbsent(key, own);
    if (joined != null) {
      return joined.thenApply(hit -> hit != null && isStillValid.test(hit) ? hit : null);
    }
    var unused =
        started(lookup)
            .whenComplete(
                (hit, failure) -> {
                  pending.remove(key, own);
                  own.complete(hit);
                });
    return own;
  }

  private static CompletableFuture<@Nullable CacheHit> started(
      Supplier<CompletableFuture<@Nullable CacheHit>> lookup) {
    try {
      return lookup.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
