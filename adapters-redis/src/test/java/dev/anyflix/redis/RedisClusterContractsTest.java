package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import dev.anyflix.domain.cache.LoadLocksContract;
import dev.anyflix.domain.cache.SharedBudgetsContract;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedCacheContract;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.testing.RedisCluster;
import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contracts of all ports on a cluster of three primaries, of which the settings name one. */
class RedisClusterContractsTest {

  private static RedisCluster cluster;
  private static RedisConnector connector;
  private static RedisConnector leastRights;

  @BeforeAll
  static void start() throws IOException {
    cluster = RedisCluster.start(3, 0, Duration.ofSeconds(15));
    connector = new RedisConnector(TestSettings.settings(cluster.nodes().get(2)));
    for (RedisProcess node : cluster.nodes()) {
      RedisLeastRightsTest.createUser(node, "+cluster|slots", "+asking");
    }
    leastRights = new RedisConnector(RedisLeastRightsTest.settings(cluster.nodes().get(1)));
  }

  @AfterAll
  static void stop() {
    connector.close();
    leastRights.close();
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

  @Nested
  final class EntriesWithTheLeastRights extends SharedCacheContract {
    @Override
    protected SharedCache.Connector emptyServer() {
      cluster.flush();
      return leastRights;
    }

    @Override
    protected boolean namesTheServer() {
      return false;
    }
  }

  @Nested
  final class LocksWithTheLeastRights extends LoadLocksContract {
    @Override
    protected SharedCache.Connector emptyServer() {
      cluster.flush();
      return leastRights;
    }
  }

  @Test
  void databaseThatAClusterDoesNotHaveIsNamed() {
    RedisProcess node = cluster.nodes().get(0);
    var settings =
        new RedisSettings(
            null,
            node.host(),
            node.port(),
            1,
            null,
            null,
            null,
            RedisTls.DEFAULT,
            Duration.ofSeconds(15),
            RedisSettings.DEFAULT_MAX_ENTRY_BYTES,
            TestSettings.PREFIXES,
            Clock.systemUTC());
    Trouble trouble = (Trouble) new RedisProbe(settings).examine();

    assertThat(trouble.problem()).contains("is a cluster, which has only database 0");
    assertThat(trouble.advice()).contains("REDIS_DB=0");
  }
}
