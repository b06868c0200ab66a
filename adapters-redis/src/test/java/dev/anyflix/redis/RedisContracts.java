package dev.anyflix.redis;

import dev.anyflix.domain.cache.LoadLocksContract;
import dev.anyflix.domain.cache.SharedBudgetsContract;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedCacheContract;
import org.junit.jupiter.api.Nested;

/**
 * The contracts of the ports for a fleet on one kind of server, which a subclass starts. That of
 * the port for one instance needs INFO and prefixes of its own.
 */
abstract class RedisContracts {

  /** Removes all data, and returns a connector to the server. */
  abstract SharedCache.Connector emptyServer();

  /** Whether the user may run INFO, which names the process. */
  boolean namesTheServer() {
    return true;
  }

  @Nested
  final class Entries extends SharedCacheContract {
    @Override
    protected SharedCache.Connector emptyServer() {
      return RedisContracts.this.emptyServer();
    }

    @Override
    protected boolean namesTheServer() {
      return RedisContracts.this.namesTheServer();
    }
  }

  @Nested
  final class Locks extends LoadLocksContract {
    @Override
    protected SharedCache.Connector emptyServer() {
      return RedisContracts.this.emptyServer();
    }
  }

  @Nested
  final class Budgets extends SharedBudgetsContract {
    @Override
    protected SharedCache.Connector emptyServer() {
      return RedisContracts.this.emptyServer();
    }
  }
}
