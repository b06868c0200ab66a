package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.TcpProxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisFaultTest {

  private static final CacheKey KEY = CacheKey.of("movies", "m?id=1");
  private static final Duration KEEP = Duration.ofHours(1);

  private final AtomicInteger ends = new AtomicInteger();
  private RedisProcess redis;
  private TcpProxy proxy;
  private RedisConnector connector;

  @BeforeEach
  void start() {
    redis = RedisProcess.start();
    proxy = TcpProxy.to(redis.host(), redis.port());
    connector = new RedisConnector(TestSettings.settings(proxy.port(), Duration.ofMillis(300)));
  }

  @AfterEach
  void stop() {
    connector.close();
    proxy.close();
    redis.close();
  }

  private static final LoadLease LEASE = new LoadLease(KEY, "a", 0);

  private SharedCache session() {
    return connector.connect(
        new SilentListener() {
          @Override
          public void closed() {
            ends.incrementAndGet();
          }
        });
  }

  private static CacheEntry entry() {
    return CacheEntry.notFound("m?id=1", 0, Instant.now(), KEEP);
  }

  private static CacheUnavailableException assertFails(Reason reason, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    if (thrown instanceof CompletionException) {
      thrown = thrown.getCause();
    }
    assertThat(thrown).isInstanceOf(CacheUnavailableException.class);
    CacheUnavailableException failure = (CacheUnavailableException) thrown;
    assertThat(failure.reason()).isEqualTo(reason);
    return failure;
  }

  @Test
  void aKilledServerEndsTheSessionOnceAndForGood() {
    SharedCache session = session();
    session.put(KEY, entry(), KEEP, null).join();
    redis.kill();

    Awaitility.await().until(() -> ends.get() == 1);
    assertFails(Reason.DOWN, () -> session.get(KEY).join());
    assertFails(Reason.DOWN, this::session);
    redis.restart();
    assertFails(Reason.DOWN, () -> session.get(KEY).join());
    SharedCache later = session();
    assertThat(later.get(KEY).join()).isNull();
    assertThat(later.server()).isNotEqualTo(session.server());
    session.close();
    assertThat(ends).hasValue(1);
  }

  @Test
  void nobodyListeningIsDown() {
    try (var nowhere = new RedisConnector(TestSettings.settings(1, Duration.ofMillis(300)))) {
      CacheUnavailableException down =
          assertFails(Reason.DOWN, () -> nowhere.connect(new SilentListener()));
      assertThat(down).hasMessage("Redis at 127.0.0.1:1 cannot be reached: connection refused");
    }
  }

  @Test
  void aFrozenServerTimesOutAndIsUsedAgainAfterTheThaw() {
    SharedCache session = session();
    CacheEntry entry = entry();
    session.put(KEY, entry, KEEP, null).join();
    redis.freeze();
    for (int i = 0; i < 3; i++) {
      assertFails(Reason.TIMED_OUT, () -> session.get(KEY).join());
    }
    assertFails(Reason.TIMED_OUT, this::session);
    redis.thaw();

    Awaitility.await()
        .ignoreException(CacheUnavailableException.class)
        .until(() -> entry.equals(session.get(KEY).join()));
    assertThat(ends).hasValue(0);
  }

  @Test
  void aConnectionThatGoesSilentWhileOpeningTimesOut() {
    proxy.blackHole();

    assertFails(Reason.TIMED_OUT, this::session);
  }

  @Test
  void theFirstConnectionOfAProcessMayTakeTwoSecondsWhateverTheTimeout() {
    proxy.blackHole();
    long start = System.nanoTime();

    assertFails(Reason.TIMED_OUT, this::session);

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aReplyCutInItsMiddleEndsTheSession() {
    SharedCache session = session();
    session.put(KEY, entry(), KEEP, null).join();
    proxy.cutReplyAfter(20);

    assertFails(Reason.DOWN, () -> session.get(KEY).join());
    Awaitility.await().until(() -> ends.get() == 1);
    assertThat(session().get(KEY).join()).isNotNull();
  }

  @Test
  void whatWaitsForAnAnswerFailsWhenTheSessionIsClosed() {
    try (var patient = new RedisConnector(TestSettings.settings(proxy.port()))) {
      SharedCache session = patient.connect(new SilentListener());
      proxy.blackHole();
      CompletableFuture<Object> waiting =
          CompletableFuture.supplyAsync(() -> session.get(KEY).join());
      session.close();

      assertThat(waiting)
          .failsWithin(Duration.ofSeconds(4))
          .withThrowableThat()
          .withRootCauseInstanceOf(Exception.class)
          .withMessageContaining("cannot be reached");
    }
  }

  @Test
  void closingTheConnectorEndsItsSessions() {
    SharedCache session = session();
    connector.close();

    assertThat(ends).hasValue(1);
    assertFails(Reason.DOWN, () -> session.get(KEY).join());
    assertFails(Reason.DOWN, this::session);
  }

  @Test
  void aFullServerIsReadOnlyAndStillReadsAndRemoves() {
    SharedCache session = session();
    session.put(KEY, entry(), KEEP, null).join();
    session.exchange(Generations.NONE, 0, Set.of("movies"), Set.of());
    redis.command("CONFIG", "SET", "maxmemory", "1");

    assertFails(
        Reason.READ_ONLY,
        () -> session.put(CacheKey.of("movies", "x"), entry(), KEEP, null).join());
    assertFails(Reason.READ_ONLY, session::probeWrite);
    assertFails(Reason.READ_ONLY, () -> session.locks().acquire(LEASE, KEEP).join());
    assertFails(
        Reason.READ_ONLY, () -> session.exchange(Generations.NONE, 0, Set.of("movies"), Set.of()));
    assertThat(session.get(KEY).join()).isNotNull();
    Generations known = session.generations().generations();
    assertThat(known.clearedAt("movies")).isPositive();
    assertThat(new BlockingCache(session).purge(Set.of("movies"), known)).isEqualTo(1);

    redis.command("CONFIG", "SET", "maxmemory", "0");
    session.probeWrite();
  }

  @Test
  void aReplicaIsReadOnly() {
    try (RedisProcess replica =
            RedisProcess.start("--replicaof", redis.host(), Integer.toString(redis.port()));
        var toReplica = new RedisConnector(TestSettings.settings(replica))) {
      SharedCache session =
          Awaitility.await()
              .ignoreException(CacheUnavailableException.class)
              .until(() -> toReplica.connect(new SilentListener()), opened -> true);

      assertFails(Reason.REPLICA, () -> session.put(KEY, entry(), KEEP, null).join());
      assertFails(Reason.REPLICA, session::probeWrite);
      assertThat(session.get(KEY).join()).isNull();
    }
  }

  @Test
  void heartbeatOfADemotedPrimaryFailsWithoutAWrite() {
    SharedCache session = session();
    session.exchange(Generations.NONE, 0, Set.of(), Set.of());
    redis.command("REPLICAOF", "127.0.0.1", "1");
    redis.command("ACL", "SETUSER", "default", "-@dangerous");

    assertFails(Reason.REPLICA, () -> session.exchange(Generations.NONE, 0, Set.of(), Set.of()));
    assertThat(session.generations()).isNotNull();
  }

  @Test
  void writableReplicaIsNoPrimary() {
    SharedCache session = session();
    redis.command("CONFIG", "SET", "replica-read-only", "no");
    redis.command("REPLICAOF", "127.0.0.1", "1");

    assertFails(Reason.REPLICA, session::probeWrite);
  }

  @Test
  void aWrongPasswordIsDownAndNamesNoSecret() {
    redis.command("CONFIG", "SET", "requirepass", "right");
    for (String password : new String[] {"s3cret", null}) {
      RedisSettings settings =
          new RedisSettings(
              null,
              redis.host(),
              redis.port(),
              0,
              null,
              password,
              null,
              RedisTls.DEFAULT,
              KEEP,
              1024,
              Set.of(),
              Clock.systemUTC());
      try (var stranger = new RedisConnector(settings)) {
        CacheUnavailableException down =
            assertFails(Reason.DOWN, () -> stranger.connect(new SilentListener()));
        assertThat(down).hasMessageContaining("refuses the username or password");
        for (Throwable e = down; e != null; e = e.getCause()) {
          assertThat(e.toString()).doesNotContain("s3cret");
        }
      }
    }
  }

  @Test
  void aCommandThatTheUserMayNotRunIsRefusedAndNoOutage() {
    SharedCache session = session();
    redis.command("ACL", "SETUSER", "default", "-evalsha", "-eval");

    CacheUnavailableException refused =
        assertFails(Reason.REFUSED, () -> session.put(KEY, entry(), KEEP, null).join());
    assertThat(refused).hasMessageContaining("does not allow this user the script put");
    assertThat(session.get(KEY).join()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLIENT", "HELLO"})
  void aServerWithoutTrackingIsTooOld(String missing) {
    try (RedisProcess old = RedisProcess.start("--rename-command", missing, "");
        var toOld = new RedisConnector(TestSettings.settings(old))) {
      // Lettuce loses the server's reply when the connection closes before its handshake is
      // awaited.
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(assertFails(Reason.DOWN, () -> toOld.connect(new SilentListener())))
                      .hasMessageContaining("Redis 6 or later"));
    }
  }

  @Test
  void aServerThatForgotItsScriptsLearnsThemAgain() {
    SharedCache session = session();
    redis.command("SCRIPT", "FLUSH");
    session.put(KEY, entry(), KEEP, null).join();
    redis.command("SCRIPT", "FLUSH");
    session.locks().acquire(LEASE, KEEP).join();

    session.locks().renew(List.of(LEASE), KEEP).join();
    assertThat(session.get(KEY).join()).isNotNull();
  }
}
