package dev.anyflix.redis;

import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisCachePortTest extends CachePortContract {

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
  protected CachePort emptyCache() {
    redis.command("FLUSHALL");
    return new BlockingCache(connector.connect(new SilentListener()));
  }
}
