package dev.anyflix.core;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import java.time.Duration;

/**
 * One request of one operation, with its key made once; what {@link ReadThrough} answers.
 *
 * @param operation the operation
 * @param request the request
 * @param text the request in its canonical form
 * @param key the key of its answer
 * @param ttl how long an answer is fresh
 */
public record CachedRequest<Q extends Record, R>(
    CachedOperation<Q, R> operation, Q request, String text, CacheKey key, Duration ttl) {

  Answer<R> upstream(Call call) {
    return operation.upstream().ask(request, call);
  }

  /** What is left of an entry's life; settings that were shortened since its load count. */
  Duration freshFor(CacheEntry entry, Duration age) {
    Duration allowed = entry.negative() || entry.ttl().compareTo(ttl) < 0 ? entry.ttl() : ttl;
    return allowed.minus(age);
  }
}
