package dev.anyflix.redis;

import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contracts of all ports on one server. */
final class RedisContractsTest extends RedisContracts {

  private static RedisProcess redis;
  private static RedisConnector connector;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    connector = new RedisConnector(TestSettings.settings(redis));
  }

  @AfterAll
  static void stop() {
    connector.close();
    redis.close();
  }

  @Override
  SharedCache.Connector emptyServer() {
    redis.command("FLUSHALL");
    return connector;
  }

  @Nested
  final class Port extends CachePortContract {
    @Override
    protected CachePort emptyCache() {
      return new BlockingCache(emptyServer().connect(new SilentListener()));
    }
  }
}
