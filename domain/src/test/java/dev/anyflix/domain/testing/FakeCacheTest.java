package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;

final class FakeCacheTest extends CachePortContract {

  @Override
  protected CachePort emptyCache() {
    return new FakeCache();
  }
}
