package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.LoadLocksContract;
import dev.anyflix.domain.cache.SharedBudgetsContract;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedCacheContract;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.RedisProbe.Usable;
import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ports on a Redis user with the rights that docs/operations.md lists, and no others. */
final class RedisLeastRightsTest {

  private static final String USER = "ACL SETUSER anyflix ";
  private static final String PASSWORD = "a-long-password";

  private static RedisProcess redis;
  private static RedisConnector connector;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisProcess.start();
    createUser(redis);
    connector = new RedisConnector(settings(redis));
  }

  @AfterAll
  static void stop() {
    connector.close();
    redis.close();
  }

  /** Creates the user of the documentation. */
  static void createUser(RedisProcess server, String... furtherRights) throws IOException {
    List<String> command = new ArrayList<>(List.of(documented().split(" ")));
    command.addAll(List.of("~movies*", "~series*"));
    command.addAll(List.of(furtherRights));
    assertThat(server.command(command.toArray(String[]::new))).isEqualTo("+OK\r\n");
  }

  /** The command of the documentation, its lines joined. */
  private static String documented() throws IOException {
    String text = Files.readString(Path.of("../docs/operations.md"));
    int from = text.indexOf(USER);
    assertThat(from).isPositive();
    return text.substring(from, text.indexOf("```", from))
        .replace("\\\n", " ")
        .replace("PASSWORD", PASSWORD)
        .strip()
        .replaceAll("\\s+", " ");
  }

  static RedisSettings settings(RedisProcess server) {
    return settings(server, "anyflix");
  }

  private static RedisSettings settings(RedisProcess server, String user) {
    return new RedisSettings(
        null,
        server.host(),
        server.port(),
        0,
        user,
        PASSWORD,
        null,
        RedisTls.DEFAULT,
        Duration.ofSeconds(5),
        RedisSettings.DEFAULT_MAX_ENTRY_BYTES,
        TestSettings.PREFIXES,
        Clock.systemUTC());
  }

  private static SharedCache.Connector empty() {
    redis.command("FLUSHALL");
    return connector;
  }

  @Nested
  final class Entries extends SharedCacheContract {
    @Override
    protected SharedCache.Connector emptyServer() {
      return empty();
    }

    /** Without INFO the process has no name; its data have. */
    @Override
    protected boolean namesTheServer() {
      return false;
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

  @Test
  void figuresOfTheServiceAreThereWithoutThoseOfTheServer() {
    try (SharedCache session = connector.connect(new SilentListener())) {
      session.exchange(Generations.NONE, 0, Set.of(), Set.of());

      assertThat(session.stats().usedMemoryBytes()).isZero();
    }
  }

  /** The rights of the documentation, but for those that it calls optional. */
  static Stream<String> requiredRights() throws IOException {
    Set<String> optional = Set.of("+client|setname", "+select");
    return Stream.of(documented().split(" "))
        .filter(word -> word.startsWith("+") && !optional.contains(word));
  }

  @ParameterizedTest
  @MethodSource("requiredRights")
  void probeNamesWhatFailsWithoutOneRight(String right) throws IOException {
    String[] others =
        Stream.of(documented().split(" "))
            .filter(word -> !word.equals(right))
            .toArray(String[]::new);
    others[2] = "lacking";
    redis.command("FLUSHALL");
    redis.command("ACL", "DELUSER", "lacking");
    redis.command(others);
    redis.command("ACL", "SETUSER", "lacking", "~movies*", "~series*");

    RedisProbe.Result result = new RedisProbe(settings(redis, "lacking")).examine();

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

  @Test
  void probeFindsTheServerUsable() {
    Usable usable = (Usable) new RedisProbe(settings(redis)).examine();

    assertThat(usable.refusals()).isEmpty();
    assertThat(usable.product()).matches("Redis \\d+\\.\\d+\\.\\d+");
    assertThat(usable.evictionPolicy()).isEqualTo("?");
  }
}
