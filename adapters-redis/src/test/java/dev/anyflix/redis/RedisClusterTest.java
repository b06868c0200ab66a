package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LockResult;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedGenerations;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.RedisProbe.Usable;
import dev.anyflix.redis.testing.RedisCluster;
import dev.anyflix.redis.testing.RedisProcess;
import io.lettuce.core.cluster.SlotHash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cluster of three primaries without replicas, whose shards go on without each other. */
@Tag("faults")
class RedisClusterTest {

  private static final Duration KEEP = Duration.ofMinutes(1);

  private static final Map<CacheKey, String> REQUESTS =
      IntStream.range(0, 100)
          .mapToObj(number -> "m?id=" + number)
          .collect(Collectors.toMap(request -> CacheKey.of("movies", request), request -> request));

  private final RedisCluster cluster =
      RedisCluster.start(3, 0, Duration.ofSeconds(3), "--cluster-require-full-coverage", "no");
  private final RedisConnector connector =
      new RedisConnector(TestSettings.settings(cluster.nodes().get(0)));
  private final Heard heard = new Heard();
  private SharedCache session;

  /** What a session reports. */
  private static final class Heard extends SilentListener {

    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void entryChanged(CacheKey key) {
      events.add(key.toString());
    }

    @Override
    public void allChanged() {
      events.add("all");
    }

    @Override
    public void outdated() {
      events.add("outdated");
    }

    @Override
    public void closed() {
      events.add("closed");
    }
  }

  @BeforeEach
  void open() {
    session = connector.connect(heard);
  }

  @AfterEach
  void close() {
    connector.close();
    cluster.close();
  }

  private static CacheEntry entry(CacheKey key) {
    return CacheEntry.notFound(REQUESTS.get(key), 0, Instant.parse("2026-01-01T12:00:00Z"), KEEP);
  }

  private static boolean put(SharedCache session, CacheKey key) {
    return session.put(key, entry(key), KEEP, null).join();
  }

  private CacheKey keyAt(RedisProcess node) {
    return REQUESTS.keySet().stream()
        .filter(key -> cluster.owner(key.toString()).equals(node))
        .findFirst()
        .orElseThrow();
  }

  private RedisProcess otherThan(RedisProcess... nodes) {
    return cluster.primaries().stream()
        .filter(node -> !List.of(nodes).contains(node))
        .findFirst()
        .orElseThrow();
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfies(
            failure ->
                assertThat(RedisErrors.unwrapped(failure))
                    .isInstanceOfSatisfying(
                        CacheUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason)));
  }

  private static SharedGenerations exchange(SharedCache session) {
    return session.exchange(Generations.NONE, 0, Set.of(), Set.of());
  }

  @Test
  void movedSlotIsFollowedInTheSameSession() {
    RedisProcess from = cluster.nodes().get(0);
    RedisProcess to = cluster.nodes().get(1);
    CacheKey key = keyAt(from);
    int slot = SlotHash.getSlot(key.toString());
    assertThat(put(session, key)).isTrue();
    cluster.beginMove(slot, from, to);
    cluster.endMove(slot, from, to);
    heard.events.clear();

    assertThat(session.get(key).join()).isEqualTo(entry(key));
    assertThat(to.command("DEL", key.toString())).startsWith(":1");
    Awaitility.await().until(() -> heard.events.contains(key.toString()));
    assertThat(heard.events).doesNotContain("closed", "all");
  }

  @Test
  void keysOfASlotOnItsWayAreUsed() {
    RedisProcess from = cluster.nodes().get(0);
    RedisProcess to = cluster.nodes().get(1);
    CacheKey key = keyAt(from);
    int slot = SlotHash.getSlot(key.toString());
    var lease = new LoadLease(key, "one", 0);
    cluster.beginMove(slot, from, to);

    assertThat(session.locks().acquire(lease, KEEP).join())
        .isEqualTo(new LockResult.Acquired(null));
    assertThat(session.put(key, entry(key), KEEP, lease).join()).isTrue();
    assertThat(session.get(key).join()).isEqualTo(entry(key));
    assertThat(session.locks().acquire(lease, KEEP).join())
        .isEqualTo(new LockResult.Acquired(entry(key)));
    cluster.endMove(slot, from, to);
    assertThat(session.get(key).join()).isEqualTo(entry(key));
    assertThat(heard.events).doesNotContain("closed", "all");
  }

  @Test
  void lostShardFailsItsOwnKeysAndReturnsInANewSession() {
    RedisProcess record = cluster.owner(Keys.GENERATIONS);
    RedisProcess lost = otherThan(record);
    RedisProcess other = otherThan(record, lost);
    CacheKey lostKey = keyAt(lost);
    CacheKey otherKey = keyAt(other);
    exchange(session);
    lost.kill();
    Awaitility.await().until(() -> heard.events.contains("all"));

    assertFails(Reason.SHARD_FAILED, () -> session.get(lostKey).join());
    assertFails(Reason.SHARD_FAILED, () -> put(session, lostKey));
    assertThat(put(session, otherKey)).isTrue();
    assertThat(session.keys(Set.of("movies"), null, 100).keys()).containsExactly(otherKey);
    exchange(session);
    session.probeWrite();
    try (SharedCache later = connector.connect(new SilentListener())) {
      assertThat(later.get(otherKey).join()).isEqualTo(entry(otherKey));
      assertFails(Reason.SHARD_FAILED, () -> later.get(lostKey).join());
    }

    heard.events.clear();
    lost.restart();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> heard.events.contains("outdated"));
    try (SharedCache later = connector.connect(new SilentListener())) {
      assertThat(put(later, lostKey)).isTrue();
    }
    assertThat(heard.events).doesNotContain("closed");
  }

  @Test
  void sessionWithoutTheShardOfTheRecordTakesNoClears() {
    RedisProcess record = cluster.owner(Keys.GENERATIONS);
    CacheKey key = keyAt(otherThan(record));
    SharedGenerations known = exchange(session);
    put(session, key);
    record.kill();

    assertFails(Reason.READ_ONLY, () -> exchange(session));
    assertThat(session.generations()).isEqualTo(known);
    assertThat(session.get(key).join()).isEqualTo(entry(key));
    try (SharedCache later = connector.connect(new SilentListener())) {
      assertFails(Reason.READ_ONLY, () -> exchange(later));
      assertThat(later.generations()).isEqualTo(known);
    }
    try (var stranger = new RedisConnector(TestSettings.settings(otherThan(record)));
        SharedCache first = stranger.connect(new SilentListener())) {
      assertThat(first.generations()).isNull();
    }
  }

  @Test
  void silentShardIsGivenUpAfterOneTimeout() {
    RedisProcess silent = otherThan(cluster.owner(Keys.GENERATIONS));
    CacheKey key = keyAt(silent);
    try (var impatient =
            new RedisConnector(
                TestSettings.settings(otherThan(silent).port(), Duration.ofSeconds(1)));
        SharedCache hasty = impatient.connect(heard)) {
      silent.freeze();
      assertFails(Reason.SHARD_FAILED, () -> hasty.get(key).join());
      long start = System.nanoTime();
      assertFails(Reason.SHARD_FAILED, () -> hasty.get(key).join());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(800));
      exchange(hasty);
      silent.thaw();
      Awaitility.await().until(() -> heard.events.contains("outdated"));
    } finally {
      silent.thaw();
    }
  }

  @Test
  void clusterThatWantsAllShardsIsDownWithoutOne() {
    RedisProcess lost = cluster.nodes().get(2);
    cluster
        .nodes()
        .forEach(node -> node.command("CONFIG", "SET", "cluster-require-full-coverage", "yes"));
    lost.kill();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> cluster.nodes().get(0).command("CLUSTER", "INFO").contains("state:fail"));

    Trouble trouble = (Trouble) probe(TestSettings.settings(cluster.nodes().get(0)));
    assertThat(trouble.problem()).contains("is a cluster that lacks a shard");
    assertThat(trouble.advice()).contains("cluster-require-full-coverage no");
  }

  @Test
  void doctorNamesTheClusterAndWhatIsMissing() {
    assertThat(((Usable) probe(TestSettings.settings(cluster.nodes().get(1)))).product())
        .matches("Redis [\\d.]+, a cluster of 3 primaries");
    otherThan(cluster.owner(Keys.GENERATIONS), cluster.nodes().get(1)).kill();
    assertThat(((Usable) probe(TestSettings.settings(cluster.nodes().get(1)))).product())
        .endsWith("a cluster of 3 primaries, of which 1 cannot be reached");
  }

  @Test
  void anyOfTheNodesThatTheUrlNamesLeadsToTheCluster() {
    RedisProcess lost = cluster.nodes().get(0);
    lost.kill();
    RedisSettings settings =
        RedisSettings.of(
            RedisCluster.url(cluster.nodes()), TestSettings.PREFIXES, Clock.systemUTC());

    assertThat(settings.uris()).hasSize(3);
    assertThat(probe(settings)).isInstanceOf(Usable.class);
  }

  @Test
  void severalServersAreNoCluster() {
    try (RedisProcess one = RedisProcess.start();
        RedisProcess two = RedisProcess.start()) {
      RedisSettings settings =
          RedisSettings.of(
              RedisCluster.url(List.of(one, two)), TestSettings.PREFIXES, Clock.systemUTC());

      assertThat(((Trouble) probe(settings)).problem())
          .contains("is not a cluster, but REDIS_URL names several servers");
    }
  }

  @Test
  void nodeWithoutSlotsIsReportedAsSuch() {
    try (RedisProcess empty = RedisProcess.start("--cluster-enabled", "yes")) {
      empty.command("ACL", "SETUSER", "default", "-info");

      assertThat(((Trouble) probe(TestSettings.settings(empty))).problem())
          .contains("is a cluster without hash slots");
    }
  }

  private static RedisProbe.Result probe(RedisSettings settings) {
    return new RedisProbe(settings).examine();
  }
}
