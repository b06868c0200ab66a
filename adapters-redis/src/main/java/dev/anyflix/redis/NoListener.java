package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.SharedCache;

/** A listener without effect, for sessions in which nothing is cached. */
final class NoListener implements SharedCache.Listener {

  @Override
  public void entryChanged(CacheKey key) {}

  @Override
  public void lockChanged(CacheKey key) {}

  @Override
  public void generationsChanged() {}

  @Override
  public void allChanged() {}

  @Override
  public void closed() {}
}
