package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import java.time.Clock;

class FakeSharedStoreCachePortTest extends CachePortContract {

  @Override
  protected CachePort emptyCache() {
    return new BlockingCache(new FakeSharedStore(Clock.systemUTC()).connect(new SilentListener()));
  }
}
