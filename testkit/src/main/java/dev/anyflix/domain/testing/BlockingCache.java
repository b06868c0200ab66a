package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A session of a shared cache as a {@link CachePort} that waits, to run the contract of that port.
 */
public final class BlockingCache implements CachePort {

  private final SharedCache session;

  public BlockingCache(SharedCache session) {
    this.session = session;
  }

  @Override
  public @Nullable CacheEntry get(CacheKey key) {
    return session.get(key).join();
  }

  @Override
  public void put(CacheKey key, CacheEntry entry, Duration keepFor) {
    session.put(key, entry, keepFor, null).join();
  }

  @Override
  public boolean remove(CacheKey key) {
    return session.remove(key).join();
  }

  @Override
  public long purge(Set<String> prefixes, Generations generations) {
    var removed = new LongAdder();
    session.purge(prefixes, generations, removed::add);
    return removed.sum();
  }

  @Override
  public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    return session.keys(prefixes, cursor, limit);
  }

  @Override
  public CacheStats stats() {
    return session.stats();
  }

  @Override
  public void close() {
    session.close();
  }
}
