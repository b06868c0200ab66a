package dev.anyflix.core;

import dev.anyflix.domain.cache.CacheKey;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** The most frequent requests, from a sample of all. Thread safe, bounded. */
final class HotKeys {

  private static final int CAPACITY = 1000;

  /** One request of this many is sampled. */
  static final int SAMPLE = 16;

  private final BoundedMap<CacheKey, HotKey> keys = new BoundedMap<>(CAPACITY);

  /**
   * A frequent request.
   *
   * @param request the request
   * @param count how often it was in the sample
   */
  record HotKey(CachedRequest<?, ?> request, LongAdder count) {}

  void sample(CachedRequest<?, ?> request) {
    if (ThreadLocalRandom.current().nextInt(SAMPLE) == 0) {
      keys.computeIfAbsent(request.key(), () -> new HotKey(request, new LongAdder()))
          .count()
          .increment();
    }
  }

  /** The most frequent requests, those first. */
  List<HotKey> top(int limit) {
    return keys.values().stream()
        .sorted(Comparator.comparingLong((HotKey key) -> key.count().sum()).reversed())
        .limit(limit)
        .toList();
  }
}
