package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Claim;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.testing.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person does with redis-cli, and what others keep in the same server. */
class RedisByHandTest {

  private static final String REQUEST = "m?id=1";
  private static final CacheKey KEY = CacheKey.of("movies", REQUEST);
  private static final Duration KEEP = Duration.ofHours(1);
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private static RedisProcess redis;
  private static RedisConnector connector;

  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
  private SharedCache session;

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

  @BeforeEach
  void open() {
    redis.command("FLUSHALL");
    session =
        connector.connect(
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

  private List<String> heard() {
    session.exchange(Generations.NONE, Set.of());
    return List.copyOf(heard);
  }

  @Test
  void whatAPersonDeletesEditsOrFlushesIsHeardOf() {
    session.put(KEY, entry(0, NOW), KEEP);
    redis.command("SET", KEY.toString(), "edited", "KEEPTTL");
    redis.command("DEL", KEY.toString());
    redis.command("HSET", "anyflix:generations", "movies", "3");
    redis.command("SET", "somebody:else", "1");
    redis.command("SET", "movies:else", "1");
    redis.command("FLUSHDB");

    assertThat(heard()).containsExactly(KEY.toString(), KEY.toString(), "generations", "all");
  }

  @Test
  void anEchoIsNotTakenForALaterChangeOfAnother() {
    for (int i = 0; i < 1000; i++) {
      heard.clear();
      session.put(KEY, entry(i, NOW), KEEP);
      assertThat(session.remove(KEY)).isTrue();
      session.put(KEY, entry(i, NOW), KEEP);
      redis.command("DEL", KEY.toString());
      assertThat(heard()).containsExactly(KEY.toString());
    }
  }

  @Test
  void anEditedEntryIsServed() {
    session.put(KEY, entry(0, NOW), KEEP);
    String text = new String(EntryJson.encode(entry(0, NOW)), StandardCharsets.UTF_8);
    redis.command("SET", KEY.toString(), text.replace("{\"id\":1}", "{ \"id\": 2 }"));

    assertThat(session.get(KEY).body().bytes())
        .isEqualTo("{ \"id\": 2 }".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void badBytesAreACountedMissAndAreOverwritten() {
    String good = new String(EntryJson.encode(entry(5, NOW)), StandardCharsets.UTF_8);
    List<String> bad =
        List.of(
            "",
            "garbage",
            "{}",
            good.substring(0, good.length() - 3),
            good.replace("\"format\":2", "\"format\":1"),
            good.replace("m?id=1", "m?id=2"),
            good.replace("\"generation\":5", "\"generation\":99999999999999999"),
            good.replaceAll("\"loadedAt\":\"20", "\"loadedAt\":\"21"),
            good + "x".repeat(RedisSettings.DEFAULT_MAX_ENTRY_BYTES));
    for (String bytes : bad) {
      redis.command("SET", KEY.toString(), bytes);
      long before = session.stats().unreadable();
      assertThat(session.get(KEY)).isNull();
      assertThat(session.stats().unreadable() - before).isEqualTo(bytes.isEmpty() ? 0 : 1);
      CacheEntry older = entry(0, NOW.minusSeconds(100));
      session.put(KEY, older, KEEP);
      assertThat(session.get(KEY)).isEqualTo(older);
    }
  }

  @Test
  void aValueOfAnotherTypeIsAMissAndIsOverwritten() {
    redis.command("RPUSH", KEY.toString(), "a");
    redis.command("RPUSH", "anyflix:load:" + KEY, "a");
    redis.command("RPUSH", "anyflix:generations", "a");

    assertThat(session.get(KEY)).isNull();
    assertThat(session.stats().unreadable()).isPositive();
    assertThat(session.exchange(Generations.NONE, Set.of())).isEqualTo(Generations.NONE);
    assertThat(session.renew(KEY, "a", KEEP)).isFalse();
    assertThat(session.claim(KEY, "a", KEEP)).isEqualTo(new Claim.Granted(null));
    session.put(KEY, entry(0, NOW), KEEP);
    assertThat(session.get(KEY)).isEqualTo(entry(0, NOW));
    assertThat(session.exchange(Generations.NONE, Set.of("movies")).of("movies")).isEqualTo(1);
  }

  @Test
  void aClaimWithoutAnEndOrOfNoFormBlocksNobody() {
    redis.command("SET", "anyflix:load:" + KEY, "{\"loading\":\"ghost\"}");
    assertThat(session.claim(KEY, "a", KEEP)).isInstanceOf(Claim.Granted.class);
    redis.command("SET", "anyflix:load:" + KEY, "garbage", "EX", "1000");

    assertThat(session.claim(KEY, "b", KEEP)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void generationsThatAreNoNumbersCountAsNone() {
    redis.command("HSET", "anyflix:generations", "movies", "many", "series", "7");

    assertThat(session.exchange(Generations.NONE, Set.of()).byPrefix())
        .isEqualTo(Map.of("series", 7L));
    assertThat(session.exchange(Generations.NONE, Set.of("movies", "series")).byPrefix())
        .isEqualTo(Map.of("movies", 1L, "series", 8L));
  }

  @Test
  void purgingLeavesTheKeysOfOthersAlone() {
    String foreign = "movies:" + "A".repeat(32);
    for (String key : List.of("movies", "movies:", "movies:1", foreign, KEY + "0", "mov")) {
      redis.command("SET", key, "mine");
    }
    redis.command("SET", KEY.toString(), "garbage");
    CacheKey list = CacheKey.of("movies", "m?id=2");
    redis.command("RPUSH", list.toString(), "a");

    assertThat(session.purge(new Generations(Map.of("movies", 9L, "movies_new", 1L)))).isEqualTo(2);
    assertThat(redis.command("DBSIZE")).isEqualTo(":6\r\n");
  }

  @Test
  void entriesThatAreTooLargeAreNotWritten() {
    Body body = new Body(("\"" + "x".repeat(1024 * 1024) + "\"").getBytes(StandardCharsets.UTF_8));
    session.put(KEY, CacheEntry.found(REQUEST, 0, NOW, KEEP, null, body), KEEP);

    assertThat(redis.command("EXISTS", KEY.toString())).isEqualTo(":0\r\n");
  }

  @Test
  void anEntryLivesAsLongAsItIsKept() {
    session.put(KEY, entry(0, NOW), KEEP);
    session.claim(KEY, "a", Duration.ofMinutes(1));

    assertThat(redis.command("TTL", KEY.toString())).isIn(":3600\r\n", ":3599\r\n");
    assertThat(redis.command("TTL", "anyflix:load:" + KEY)).isIn(":60\r\n", ":59\r\n");
  }

  @Test
  void aClearIsOneCommandHoweverManyKeysThereAre() {
    session.exchange(Generations.NONE, Set.of("series"));
    for (int i = 0; i < 1000; i++) {
      session.put(CacheKey.of("movies", "m?id=" + i), entry(0, NOW), KEEP);
    }
    redis.command("CONFIG", "RESETSTAT");
    session.exchange(Generations.NONE, Set.of("movies"));

    String commands = redis.command("INFO", "commandstats");
    assertThat(commands).containsPattern("cmdstat_evalsha:calls=1,");
    assertThat(commands).doesNotContain("scan", "unlink", "cmdstat_del", "cmdstat_set");
    assertThat(session.exchange(Generations.NONE, Set.of()).of("movies")).isEqualTo(1);
  }
}
