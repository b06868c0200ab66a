package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LockResult;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.RedisProbe.Usable;
import dev.anyflix.redis.testing.RedisProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts of the ports for a fleet for a user with the least rights. */
final class RedisLeastRightsTest extends RedisContracts {

  private static RedisProcess redis;
  private static RedisConnector connector;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    LeastRights.createUser(redis);
    connector = new RedisConnector(settings(LeastRights.USER));
  }

  @AfterAll
  static void stop() {
    connector.close();
    redis.close();
  }

  private static RedisSettings settings(String user) {
    String login = user + ":" + LeastRights.PASSWORD;
    String url = "redis://" + login + "@" + redis.host() + ":" + redis.port();
    return TestSettings.at(url, RedisTls.DEFAULT);
  }

  @Override
  SharedCache.Connector emptyServer() {
    redis.command("FLUSHALL");
    return connector;
  }

  /** Without INFO the process has no name; its data have. */
  @Override
  boolean namesTheServer() {
    return false;
  }

  @Test
  void figuresOfTheServiceAreThereWithoutThoseOfTheServer() {
    try (SharedCache session = connector.connect(new SilentListener())) {
      session.exchange(Generations.NONE, 0, Set.of(), Set.of());

      assertThat(session.stats().usedMemoryBytes()).isZero();
    }
  }

  /** The rights of the documentation, but for those that it calls optional. */
  static Stream<String> requiredRights() {
    Set<String> optional = Set.of("+client|setname", "+select");
    return LeastRights.documented().stream()
        .filter(word -> word.startsWith("+") && !optional.contains(word));
  }

  @ParameterizedTest
  @MethodSource("requiredRights")
  void probeNamesWhatFailsWithoutOneRight(String right) {
    String[] others =
        LeastRights.documented().stream()
            .filter(word -> !word.equals(right))
            .toArray(String[]::new);
    others[2] = "lacking";
    redis.command("FLUSHALL");
    redis.command("ACL", "DELUSER", "lacking");
    redis.command(others);
    redis.command("ACL", "SETUSER", "lacking", "~movies*", "~series*");

    RedisProbe.Result result = new RedisProbe(settings("lacking")).examine();

    List<Trouble> found =
        result instanceof Usable usable
            ? Stream.concat(usable.refusals().stream(), Stream.ofNullable(usable.writes())).toList()
            : List.of((Trouble) result);
    assertThat(found)
        .isNotEmpty()
        .allMatch(trouble -> trouble.problem().contains("does not allow this user"))
        .allMatch(trouble -> trouble.advice().contains("rights"));
    assertThat(redis.command("GET", Keys.GENERATIONS)).isEqualTo("$-1\r\n");
  }

  /** The rights of many hosted services; Redis 6 calls CLIENT as a whole dangerous. */
  @Test
  void userWithoutDangerousCommandsIsEnough() {
    redis.command("FLUSHALL");
    redis.command(
        "ACL",
        "SETUSER",
        "hosted",
        "on",
        ">" + LeastRights.PASSWORD,
        "~*",
        "&*",
        "+@all",
        "-@dangerous",
        "+client|tracking");
    RedisSettings hosted = settings("hosted");
    CacheKey key = CacheKey.of("movies", "m?id=1");
    CacheEntry entry = CacheEntry.notFound("m?id=1", 0, Instant.now(), Duration.ofMinutes(1));
    var lease = new LoadLease(key, "a", 0);

    assertThat(((Usable) new RedisProbe(hosted).examine()).refusals()).isEmpty();
    try (var hostedConnector = new RedisConnector(hosted);
        SharedCache session = hostedConnector.connect(new SilentListener())) {
      session.probeWrite();
      assertThat(session.locks().acquire(lease, Duration.ofSeconds(2)).join())
          .isInstanceOf(LockResult.Acquired.class);
      assertThat(session.put(key, entry, Duration.ofMinutes(1), lease).join()).isTrue();
      assertThat(session.get(key).join()).isNotNull();
      Generations cleared =
          session.exchange(Generations.NONE, 0, Set.of("movies"), Set.of()).generations();
      assertThat(new BlockingCache(session).purge(Set.of("movies"), cleared)).isEqualTo(1);
      assertThat(session.stats().usedMemoryBytes()).isZero();
    }
  }

  @Test
  void probeFindsTheServerUsable() {
    Usable usable = (Usable) new RedisProbe(settings(LeastRights.USER)).examine();

    assertThat(usable.refusals()).isEmpty();
    assertThat(usable.product()).matches("Redis \\d+\\.\\d+\\.\\d+");
    assertThat(usable.evictionPolicy()).isEqualTo("?");
  }
}
