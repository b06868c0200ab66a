package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.SharedBudgetsContract;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Clock;

class FakeSharedBudgetsTest extends SharedBudgetsContract {

  @Override
  protected SharedCache.Connector emptyServer() {
    return new FakeSharedStore(Clock.systemUTC());
  }
}
