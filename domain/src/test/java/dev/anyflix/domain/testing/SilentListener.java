package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.SharedCache;

/** A listener that does nothing with what it hears; to be extended where one thing matters. */
public class SilentListener implements SharedCache.Listener {

  @Override
  public void entryChanged(CacheKey key) {}

  @Override
  public void loadChanged(CacheKey key) {}

  @Override
  public void generationsChanged() {}

  @Override
  public void allChanged() {}

  @Override
  public void closed() {}
}
