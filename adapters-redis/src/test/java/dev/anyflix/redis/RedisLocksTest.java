package dev.anyflix.redis;

import dev.anyflix.domain.cache.LoadLocksContract;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.redis.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisLocksTest extends LoadLocksContract {

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
  protected SharedCache.Connector emptyServer() {
    redis.command("FLUSHALL");
    return connector;
  }
}
