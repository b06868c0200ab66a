package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.LoadLocksContract;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Clock;

class FakeLoadLocksTest extends LoadLocksContract {

  @Override
  protected SharedCache.Connector emptyServer() {
    return new FakeSharedStore(Clock.systemUTC());
  }
}
