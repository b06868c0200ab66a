package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedCacheContract;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.testing.RedisProcess;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a Unix socket. */
class RedisUnixSocketTest extends SharedCacheContract {

  @TempDir static Path directory;

  private static RedisProcess redis;
  private static RedisConnector connector;

  @BeforeAll
  static void start() {
    Path socket = directory.resolve("redis.sock");
    redis = RedisProcess.start("--unixsocket", socket.toString());
    connector = new RedisConnector(at(socket));
  }

  @AfterAll
  static void stop() {
    connector.close();
    redis.close();
  }

  private static RedisSettings at(Path socket) {
    return RedisSettings.of("redis-socket://" + socket, TestSettings.PREFIXES, Clock.systemUTC());
  }

  @Override
  protected SharedCache.Connector emptyServer() {
    redis.command("FLUSHALL");
    return connector;
  }

  @Test
  void absentSocketIsNamed() {
    Path absent = directory.resolve("absent.sock");

    Trouble trouble = (Trouble) new RedisProbe(at(absent)).examine();

    assertThat(trouble.problem()).contains(absent.toString()).contains("no such socket");
    assertThat(trouble.advice()).contains("REDIS_URL");
  }
}
