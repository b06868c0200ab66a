package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.testing.RedisCluster;
import dev.anyflix.redis.testing.RedisProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contracts of all ports on a cluster of three primaries, of which the settings name one. */
final class RedisClusterContractsTest extends RedisContracts {

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

  @Override
  SharedCache.Connector emptyServer() {
    cluster.flush();
    return connector;
  }

  @Nested
  final class Port extends CachePortContract {
    @Override
    protected CachePort emptyCache() {
      return new BlockingCache(emptyServer().connect(new SilentListener()));
    }
  }

  @Test
  void databaseThatAClusterDoesNotHaveIsNamed() {
    RedisProcess node = cluster.nodes().get(0);
    String url = "redis://" + node.host() + ":" + node.port() + "/1";
    Trouble trouble = (Trouble) new RedisProbe(TestSettings.at(url, RedisTls.DEFAULT)).examine();

    assertThat(trouble.problem()).contains("is a cluster, which has only database 0");
    assertThat(trouble.advice()).contains("REDIS_DB=0");
  }
}
