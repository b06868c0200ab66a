package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.SharedCache;

/** A listener without effect, to be extended by tests that need one of its methods. */
public class SilentListener implements SharedCache.Listener {

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
