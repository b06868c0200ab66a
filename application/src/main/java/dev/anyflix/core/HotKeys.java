package dev.anyflix.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anyflix.domain.cache.CacheKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Remembers the requests asked for most, from a sample of all. Thread safe, bounded.
 *
 * <p>Caffeine's own frequency sketch (W-TinyLFU) keeps those asked for often when there are more
 * than it has room for.
 */
final class HotKeys {

  private static final int ROOM = 1000;
  private static final int SAMPLE = 16;

  private final Cache<CacheKey, Seen<?, ?>> seen =
      Caffeine.newBuilder()
          .maximumSize(ROOM)
          .expireAfterAccess(Duration.ofHours(6))
          .executor(Runnable::run)
          .build();

  /**
   * A request seen.
   *
   * @param operation its operation
   * @param request the request
   * @param count how often it was in the sample
   */
  record Seen<Q extends Record, R>(CachedOperation<Q, R> operation, Q request, LongAdder count) {}

  void sample(CachedRequest<?, ?> asked) {
    if (ThreadLocalRandom.current().nextInt(SAMPLE) == 0) {
      Seen<?, ?> known = seen.get(asked.key(), absent -> firstSeen(asked));
      known.count().increment();
    }
  }

  private static <Q extends Record, R> Seen<Q, R> firstSeen(CachedRequest<Q, R> asked) {
    return new Seen<>(asked.operation(), asked.request(), new LongAdder());
  }

  List<Seen<?, ?>> most(int limit) {
    return seen.asMap().values().stream()
        .sorted(Comparator.comparingLong((Seen<?, ?> each) -> each.count().sum()).reversed())
        .limit(limit)
        .<Seen<?, ?>>map(each -> each)
        .toList();
  }
}
