package dev.anyflix.redis;

import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import dev.anyflix.domain.cache.LoadLocksContract;
import dev.anyflix.domain.cache.SharedBudgetsContract;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedCacheContract;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.testing.RedisCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contracts of all ports on a cluster of three primaries, of which the settings name one. */
class RedisClusterContractsTest {

  private static RedisCluster cluster;
  private static RedisConnector connector;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(3, 0, Duration.ofSeconds(15));
    connector = new RedisConnector(TestSettings.settings(cluster.nodes().get(2)));
  }

  @AfterAll
  static void stop() {
    connector.close();
    cluster.close();
  }

  private static SharedCache.Connector empty() {
    cluster.flush();
    return connector;
  }

  @Nested
  final class Port extends CachePortContract {
    @Override
    protected CachePort emptyCache() {
      return new BlockingCache(empty().connect(new SilentListener()));
    }
  }

  @Nested
  final class Entries extends SharedCacheContract {
    @Override
    protected SharedCache.Connector emptyServer() {
      return empty();
    }
  }

  @Nested
  final class Locks extends LoadLocksContract {
    @Override
    protected SharedCache.Connector emptyServer() {
      return empty();
    }
  }

  @Nested
  final class Budgets extends SharedBudgetsContract {
    @Override
    protected SharedCache.Connector emptyServer() {
      return empty();
    }
  }
}
