package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LockResult;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedGenerations;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.SilentListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person does with redis-cli, and what others keep in the same server. */
class RedisByHandTest {

  private static final String REQUEST = "m?id=1";
  private static final CacheKey KEY = CacheKey.of("movies", REQUEST);
  private static final Duration KEEP = Duration.ofHours(1);
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
  private SharedCache session;

  @BeforeEach
  void open() {
    session =
        REDIS
            .connector()
            .connect(
                new SilentListener() {
                  @Override
                  public void entryChanged(CacheKey key) {
                    heard.add(key.toString());
                  }

                  @Override
                  public void generationsChanged() {
                    heard.add("generations");
                  }

                  @Override
                  public void allChanged() {
                    heard.add("all");
                  }
                });
  }

  private static CacheEntry entry(long generation, Instant loadedAt) {
    Body body = new Body("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
    return CacheEntry.found(REQUEST, generation, loadedAt, KEEP, null, body);
  }

  private static final String LOCK = "anyflix:load:{" + KEY + "}";

  private Generations exchange(Set<String> clears) {
    return session.exchange(Generations.NONE, 0, clears, Set.of()).generations();
  }

  private LockResult acquire(String owner) {
    return session.locks().acquire(new LoadLease(KEY, owner, 0), Duration.ofMinutes(1)).join();
  }

  private List<String> heard() {
    awaitReplies(session);
    return List.copyOf(heard);
  }

  @Test
  void whatAPersonDeletesEditsOrFlushesIsHeardOf() {
    session.put(KEY, entry(0, NOW), KEEP, null).join();
    REDIS.command("SET", KEY.toString(), "edited", "KEEPTTL");
    REDIS.command("DEL", KEY.toString());
    REDIS.command("HSET", "anyflix:generations", "movies", "3");
    REDIS.command("SET", "somebody:else", "1");
    REDIS.command("SET", "movies:else", "1");
    REDIS.command("FLUSHDB");

    assertThat(heard())
        .contains(KEY.toString(), "generations", "all")
        .doesNotContain("somebody:else");
  }

  /** Redis runs the commands that it has held back in one turn, and then reports the changes. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changeByANeighbourInTheSameTurnAsAnOwnWriteIsReported(boolean isDeletion) {
    try (SharedCache neighbour = REDIS.connector().connect(new SilentListener())) {
      // Redis would hold back the scripts that a new session loads, too.
      awaitReplies(session);
      awaitReplies(neighbour);
      for (int i = 0; i < 10; i++) {
        Instant later = NOW.plusMillis(i + 1);
        REDIS.command("CLIENT", "PAUSE", "5000", "WRITE");
        CompletableFuture<Boolean> own = session.put(KEY, entry(i, NOW), KEEP, null);
        awaitHeldBack(1);
        CompletableFuture<Boolean> change =
            isDeletion ? neighbour.remove(KEY) : neighbour.put(KEY, entry(i, later), KEEP, null);
        awaitHeldBack(2);
        REDIS.command("CLIENT", "UNPAUSE");
        assertThat(own.join()).isTrue();
        assertThat(change.join()).isTrue();
        Awaitility.await()
            .pollInterval(Duration.ofMillis(2))
            .until(() -> heard().contains(KEY.toString()));
        heard.clear();
      }
    }
  }

  /** Waits for the replies to all that a session has sent, which come in order. */
  private static void awaitReplies(SharedCache session) {
    session.get(CacheKey.of("series", "none")).join();
  }

  private static void awaitHeldBack(int clients) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> REDIS.command("INFO", "clients").contains("blocked_clients:" + clients));
  }

  @Test
  void anEditedEntryIsServed() {
    session.put(KEY, entry(0, NOW), KEEP, null).join();
    String text =
        new String(
            EntryJson.encode(entry(0, NOW), new RedisClock(Clock.systemUTC())),
            StandardCharsets.UTF_8);
    REDIS.command("SET", KEY.toString(), text.replace("{\"id\":1}", "{ \"id\": 2 }"));

    assertThat(session.get(KEY).join().body().bytes())
        .isEqualTo("{ \"id\": 2 }".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void badBytesAreACountedMissAndAreOverwritten() throws IOException {
    String good =
        new String(
            EntryJson.encode(entry(5, NOW), new RedisClock(Clock.systemUTC())),
            StandardCharsets.UTF_8);
    List<String> bad =
        List.of(
            "",
            "garbage",
            "{}",
            good.substring(0, good.length() - 3),
            good.replace("\"format\":3", "\"format\":1"),
            good.replace("m?id=1", "m?id=2"),
            good.replace("\"generation\":5", "\"generation\":99999999999999999"),
            good.replaceAll("\"loadedAt\":\"20", "\"loadedAt\":\"21"),
            EntryJsonTest.packed(good, EntryJsonTest.bomb()),
            good + "x".repeat(RedisSettings.DEFAULT_MAX_ENTRY_BYTES));
    for (String bytes : bad) {
      REDIS.command("SET", KEY.toString(), bytes);
      long before = session.stats().unreadable();
      assertThat(session.get(KEY).join()).isNull();
      assertThat(session.stats().unreadable() - before).isEqualTo(bytes.isEmpty() ? 0 : 1);
      CacheEntry older = entry(0, NOW.minusSeconds(100));
      session.put(KEY, older, KEEP, null).join();
      assertThat(session.get(KEY).join()).isEqualTo(older);
    }
  }

  @Test
  void aValueOfAnotherTypeIsAMissAndIsOverwritten() {
    REDIS.command("RPUSH", KEY.toString(), "a");
    REDIS.command("RPUSH", LOCK, "a");
    REDIS.command("RPUSH", "anyflix:generations", "a");

    assertThat(session.get(KEY).join()).isNull();
    assertThat(session.stats().unreadable()).isPositive();
    assertThat(session.generations()).isNull();
    assertThat(exchange(Set.of()).base()).isPositive();
    assertThat(acquire("a")).isEqualTo(new LockResult.Acquired(null));
    session.put(KEY, entry(0, NOW), KEEP, null).join();
    assertThat(session.get(KEY).join()).isEqualTo(entry(0, NOW));
    assertThat(exchange(Set.of("movies")).clearedAt("movies")).isPositive();
  }

  @Test
  void aLockThatIsMalformedOrTooLongIsVoid() {
    for (String lock :
        List.of(
            "garbage",
            "{\"loading\":\"ghost\"}",
            "{\"loading\":\"ghost\",\"generation\":9999999999999999}",
            "{\"failed\":\"DOWN\",\"generation\":0,\"message\":\"" + "x".repeat(3 << 20) + "\"}")) {
      REDIS.command("SET", LOCK, lock, "EX", "10");

      assertThat(acquire("a"))
          .as("lock of %d bytes", lock.length())
          .isInstanceOf(LockResult.Acquired.class);
    }
    REDIS.command("SET", LOCK, "{\"loading\":\"ghost\",\"generation\":0}");
    assertThat(acquire("a")).isInstanceOf(LockResult.Acquired.class);
    REDIS.command("SET", LOCK, "{\"loading\":\"ghost\",\"generation\":0}", "EX", "864000");
    assertThat(acquire("a")).isInstanceOf(LockResult.Acquired.class);
  }

  @Test
  void aFailureWithExtremeValuesIsBounded() {
    REDIS.command(
        "SET",
        LOCK,
        "{\"failed\":\"UNAVAILABLE\",\"generation\":0,\"message\":\""
            + "x".repeat(2000)
            + "\",\"retryAfterMillis\":9223372036854775807}",
        "EX",
        "10");

    assertThat(acquire("a"))
        .isInstanceOfSatisfying(
            LockResult.Failed.class,
            failed -> {
              assertThat(failed.failure().message()).hasSize(LoadFailure.MAX_MESSAGE);
              assertThat(failed.failure().retryAfter()).isEqualTo(LoadFailure.MAX_RETRY_AFTER);
            });
  }

  @Test
  void malformedGenerationsAreReplacedByOnesThatVoidOlderEntries() {
    long base = exchange(Set.of()).base();
    REDIS.command(
        "HSET",
        "anyflix:generations",
        "movies",
        "many",
        "series",
        "9999999999999999",
        "people",
        "7");
    Generations after = exchange(Set.of());

    assertThat(after.clearedAt("movies")).isGreaterThanOrEqualTo(base);
    assertThat(after.clearedAt("series")).isBetween(base, base + 600_000);
    assertThat(after.clearedAt("people")).isEqualTo(base);
    assertThat(exchange(Set.of("series")).clearedAt("series"))
        .isGreaterThan(after.clearedAt("series"));
  }

  @Test
  void aLostRecordIsMadeAnewFromWhatIsKnown() {
    Generations known = exchange(Set.of("movies"));
    REDIS.command("DEL", "anyflix:generations");
    SharedGenerations again = session.exchange(known, 0, Set.of(), Set.of());

    assertThat(again.generations()).isEqualTo(known);
    REDIS.command("DEL", "anyflix:generations");
    assertThat(exchange(Set.of()).base()).isGreaterThanOrEqualTo(known.clearedAt("movies"));
  }

  @Test
  void purgingLeavesTheKeysOfOthersAlone() {
    String foreign = "movies:" + "A".repeat(32);
    for (String key : List.of("movies", "movies:", "movies:1", foreign, KEY + "0", "mov")) {
      REDIS.command("SET", key, "mine");
    }
    REDIS.command("SET", KEY.toString(), "garbage");
    CacheKey list = CacheKey.of("movies", "m?id=2");
    REDIS.command("RPUSH", list.toString(), "a");

    assertThat(
            new BlockingCache(session)
                .purge(
                    Set.of("movies", "movies_new"),
                    new Generations(0, Map.of("movies", 9L, "movies_new", 1L), Map.of())))
        .isEqualTo(2);
    assertThat(REDIS.command("DBSIZE")).isEqualTo(":6\r\n");
  }

  @Test
  void entriesThatAreTooLargeAreNotWritten() {
    Body body = new Body(("\"" + "x".repeat(1024 * 1024) + "\"").getBytes(StandardCharsets.UTF_8));
    session.put(KEY, CacheEntry.found(REQUEST, 0, NOW, KEEP, null, body), KEEP, null).join();

    assertThat(REDIS.command("EXISTS", KEY.toString())).isEqualTo(":0\r\n");
  }

  @Test
  void anEntryLivesAsLongAsItIsKept() {
    session.put(KEY, entry(0, NOW), KEEP, null).join();
    session.locks().acquire(new LoadLease(KEY, "a", 0), Duration.ofMinutes(1)).join();

    assertThat(REDIS.command("TTL", KEY.toString())).isIn(":3600\r\n", ":3599\r\n");
    assertThat(REDIS.command("TTL", LOCK)).isIn(":60\r\n", ":59\r\n");
  }

  @Test
  void aClearIsOneCommandHoweverManyKeysThereAre() {
    exchange(Set.of("series"));
    for (int i = 0; i < 1000; i++) {
      session.put(CacheKey.of("movies", "m?id=" + i), entry(0, NOW), KEEP, null).join();
    }
    REDIS.command("CONFIG", "RESETSTAT");
    exchange(Set.of("movies"));

    String commands = REDIS.command("INFO", "commandstats");
    assertThat(commands).containsPattern("cmdstat_evalsha:calls=1,");
    assertThat(commands).doesNotContain("scan", "unlink", "cmdstat_del", "cmdstat_set");
  }
}
