package dev.anyflix.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisProcessTest {

  private final RedisProcess redis = RedisProcess.start();

  @AfterEach
  void stop() {
    redis.close();
    assertThat(redis.isAlive()).isFalse();
  }

  @Test
  void aStartedServerAnswersAndAKilledOneIsGone() {
    assertThat(redis.command("SET", "a", "1")).isEqualTo("+OK\r\n");
    long pid = redis.pid();
    redis.kill();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();

    int port = redis.port();
    redis.restart();
    assertThat(redis.port()).isEqualTo(port);
    assertThat(redis.pid()).isNotEqualTo(pid);
    assertThat(redis.command("GET", "a")).isEqualTo("$-1\r\n");
  }

  @Test
  void savedDataSurvivesARestartUnlessDropped() {
    redis.command("SET", "a", "1");
    redis.command("SAVE");
    redis.restart();
    assertThat(redis.command("GET", "a")).contains("1");

    redis.restartEmpty();
    assertThat(redis.command("GET", "a")).isEqualTo("$-1\r\n");
  }

  @Test
  void aServerCanBeRestartedWithOldData(@TempDir Path directory) throws IOException {
    redis.command("SET", "a", "old");
    redis.command("SAVE");
    Path old = Files.copy(redis.dataFile(), directory.resolve("old.rdb"));
    redis.command("SET", "a", "new");
    redis.restartWith(old);

    assertThat(redis.command("GET", "a")).contains("old");
  }

  @Test
  void aFrozenServerAnswersAfterTheThaw() {
    redis.freeze();
    CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> redis.command("PING"));
    assertThat(answer).isNotDone();
    redis.thaw();

    assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("+PONG\r\n");
  }

  @Test
  void furtherArgumentsReachTheServer() {
    try (RedisProcess small = RedisProcess.start("--maxmemory", "12345678")) {
      assertThat(small.command("CONFIG", "GET", "maxmemory")).contains("12345678");
      small.stop();
      assertThat(small.isAlive()).isFalse();
    }
    assertThat(redis.isAlive()).isTrue();
  }
}
