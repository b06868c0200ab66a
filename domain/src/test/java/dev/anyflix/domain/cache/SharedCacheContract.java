package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SharedCache} does beyond {@link CachePortContract}; an adapter's test extends
 * it and gives a connector to an empty server, where the prefixes {@code movies} and {@code series}
 * are in use.
 */
public abstract class SharedCacheContract {

  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration KEEP = Duration.ofHours(1);
  private static final Instant LOADED = Instant.parse("2026-01-01T12:00:00.123Z");
  private static final CacheKey KEY = CacheKey.of("movies", "m?id=1");
  private static final LoadFailure FAILURE =
      new LoadFailure("UNAVAILABLE", "AniList \"is\" down\n日本", Duration.ofMillis(2500));

  private final Heard mineHears = new Heard();
  private final Heard otherHears = new Heard();
  private SharedCache.Connector connector;
  private SharedCache mine;
  private SharedCache other;

  /** Opens sessions with one server that is empty. */
  protected abstract SharedCache.Connector emptyServer() throws Exception;

  @BeforeEach
  final void openSessions() throws Exception {
    connector = emptyServer();
    mine = connector.connect(mineHears);
    other = connector.connect(otherHears);
  }

  @AfterEach
  final void closeSessions() {
    mine.close();
    other.close();
  }

  private static CacheEntry entry(Instant loadedAt) {
    Body body = new Body("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
    return CacheEntry.found("m?id=1", 0, loadedAt, Duration.ofMinutes(5), null, body);
  }

  /** What my session's listener has heard once a call of mine has returned. */
  private List<String> heardByMine() {
    mine.exchange(Generations.NONE, Set.of());
    return List.copyOf(mineHears.events);
  }

  @Test
  final void whatOneSessionPutsTheOtherFindsUnmarkedBySessions() {
    mine.put(KEY, entry(LOADED).inSession(7), KEEP);

    assertThat(other.get(KEY)).isEqualTo(entry(LOADED));
  }

  @Test
  final void bothSessionsNameTheSameServer() {
    assertThat(mine.server()).isNotBlank().isEqualTo(other.server());
  }

  @Test
  final void anEntryThatAnotherPutIsHeardOf() {
    other.put(KEY, entry(LOADED), KEEP);

    assertThat(heardByMine()).containsExactly("entry " + KEY);
  }

  @Test
  final void anEntryThatAnotherRemovedIsHeardOf() {
    mine.put(KEY, entry(LOADED), KEEP);
    other.remove(KEY);

    assertThat(heardByMine()).containsExactly("entry " + KEY);
  }

  @Test
  final void anEntryThatAnotherPurgedIsHeardOf() {
    mine.put(KEY, entry(LOADED), KEEP);
    other.purge(new Generations(Map.of("movies", 1L)));

    assertThat(heardByMine()).containsExactly("entry " + KEY);
  }

  @Test
  final void anEntryThatHasExpiredIsHeardOf() {
    mine.put(KEY, entry(LOADED), Duration.ofMillis(50));

    Awaitility.await().until(() -> heardByMine().contains("entry " + KEY));
  }

  @Test
  final void aPutThatChangedNothingIsNotHeardOf() {
    mine.put(KEY, entry(LOADED), KEEP);
    other.put(KEY, entry(LOADED.minusSeconds(1)), KEEP);
    other.remove(CacheKey.of("movies", "m?id=2"));

    assertThat(heardByMine()).isEmpty();
  }

  @Test
  final void ownChangesAreNotHeardOf() {
    mine.put(KEY, entry(LOADED), KEEP);
    mine.claim(KEY, "a", LEASE);
    mine.renew(KEY, "a", LEASE);
    mine.release(KEY, "a");
    mine.claim(KEY, "b", LEASE);
    mine.fail(KEY, "b", FAILURE, LEASE);
    mine.exchange(Generations.NONE, Set.of("movies"));
    mine.purge(new Generations(Map.of("movies", 1L)));
    mine.put(KEY, entry(LOADED), KEEP);
    mine.remove(KEY);
    mine.probeWrite();

    assertThat(heardByMine()).isEmpty();
  }

  @Test
  final void theClaimsOfAnotherAreHeardOf() {
    other.claim(KEY, "a", LEASE);
    assertThat(heardByMine()).containsOnly("load " + KEY).hasSize(1);

    other.release(KEY, "a");
    assertThat(heardByMine()).containsOnly("load " + KEY).hasSize(2);

    other.claim(KEY, "b", LEASE);
    other.fail(KEY, "b", FAILURE, LEASE);
    assertThat(heardByMine()).containsOnly("load " + KEY).hasSizeBetween(3, 4);
  }

  @Test
  final void aClaimThatRanOutIsHeardOf() {
    mine.claim(KEY, "a", Duration.ofMillis(50));

    Awaitility.await().until(() -> heardByMine().contains("load " + KEY));
  }

  @Test
  final void theClearOfAnotherIsHeardOf() {
    other.exchange(Generations.NONE, Set.of("movies"));

    assertThat(heardByMine()).containsExactly("generations");
  }

  @Test
  final void aProbeOfAnotherIsNotHeardOf() {
    other.probeWrite();

    assertThat(heardByMine()).isEmpty();
  }

  @Test
  final void nothingWasEverClearedOnAnEmptyServer() {
    assertThat(mine.exchange(Generations.NONE, Set.of())).isEqualTo(Generations.NONE);
  }

  @Test
  final void anOwedClearCountsOnceAndIsSeenByAll() {
    Generations after = mine.exchange(Generations.NONE, Set.of("movies", "series"));

    assertThat(after.byPrefix()).isEqualTo(Map.of("movies", 1L, "series", 1L));
    assertThat(other.exchange(Generations.NONE, Set.of())).isEqualTo(after);
    assertThat(other.exchange(Generations.NONE, Set.of("movies")).of("movies")).isEqualTo(2);
  }

  @Test
  final void theServerTakesOverLaterGenerationsOnly() {
    mine.exchange(new Generations(Map.of("movies", 5L, "series", 5L)), Set.of());
    Generations after =
        other.exchange(new Generations(Map.of("movies", 9L, "series", 2L)), Set.of());

    assertThat(after.byPrefix()).isEqualTo(Map.of("movies", 9L, "series", 5L));
  }

  @Test
  final void anOwedClearGoesBeyondWhatIsKnown() {
    mine.exchange(new Generations(Map.of("movies", 3L)), Set.of());
    Generations after = mine.exchange(new Generations(Map.of("movies", 7L)), Set.of("movies"));

    assertThat(after.of("movies")).isEqualTo(8);
  }

  @Test
  final void clearsOfSeveralSessionsAreAllCounted() throws Exception {
    List<Callable<Object>> clears = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SharedCache session = i % 2 == 0 ? mine : other;
      clears.add(() -> session.exchange(Generations.NONE, Set.of("movies")));
    }
    together(clears);

    assertThat(mine.exchange(Generations.NONE, Set.of()).of("movies")).isEqualTo(20);
  }

  @Test
  final void theFirstToClaimLoadsAndTheOthersWait() {
    assertThat(mine.claim(KEY, "a", LEASE)).isEqualTo(new Claim.Granted(null));
    assertThat(other.claim(KEY, "b", LEASE)).isEqualTo(new Claim.Busy());
    assertThat(mine.claim(KEY, "c", LEASE)).isEqualTo(new Claim.Busy());
  }

  @Test
  final void oneOfManyAtOnceIsGranted() throws Exception {
    List<Callable<Object>> claims = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SharedCache session = i % 2 == 0 ? mine : other;
      String owner = "owner-" + i;
      claims.add(() -> session.claim(KEY, owner, LEASE));
    }

    assertThat(together(claims)).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
  }

  @Test
  final void claimingWhatOneHoldsIsGrantedAgain() {
    mine.claim(KEY, "a", LEASE);

    assertThat(mine.claim(KEY, "a", LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  final void aClaimTellsTheEntryThatIsThere() {
    other.put(KEY, entry(LOADED), KEEP);

    assertThat(mine.claim(KEY, "a", LEASE)).isEqualTo(new Claim.Granted(entry(LOADED)));
  }

  @Test
  final void claimsOfDifferentKeysDoNotMeet() {
    mine.claim(KEY, "a", LEASE);

    assertThat(other.claim(CacheKey.of("movies", "m?id=2"), "b", LEASE))
        .isInstanceOf(Claim.Granted.class);
    assertThat(other.claim(CacheKey.of("series", "m?id=1"), "b", LEASE))
        .isInstanceOf(Claim.Granted.class);
  }

  @Test
  final void aClaimRunsOut() {
    mine.claim(KEY, "a", Duration.ofMillis(50));

    Awaitility.await().until(() -> other.claim(KEY, "b", LEASE) instanceof Claim.Granted);
    assertThat(mine.renew(KEY, "a", LEASE)).isFalse();
  }

  @Test
  final void aRenewedClaimOutlivesItsFirstLease() {
    CacheKey shorter = CacheKey.of("movies", "m?id=2");
    mine.claim(KEY, "a", Duration.ofMillis(200));
    assertThat(mine.renew(KEY, "a", LEASE)).isTrue();
    mine.claim(shorter, "a", Duration.ofMillis(250));

    Awaitility.await().until(() -> other.claim(shorter, "b", LEASE) instanceof Claim.Granted);
    assertThat(other.claim(KEY, "b", LEASE)).isEqualTo(new Claim.Busy());
  }

  @Test
  final void onlyTheOwnerRenews() {
    assertThat(mine.renew(KEY, "a", LEASE)).isFalse();
    mine.claim(KEY, "a", LEASE);

    assertThat(other.renew(KEY, "b", LEASE)).isFalse();
    assertThat(mine.renew(KEY, "a", LEASE)).isTrue();
  }

  @Test
  final void aReleasedClaimIsFree() {
    mine.claim(KEY, "a", LEASE);
    mine.release(KEY, "a");

    assertThat(other.claim(KEY, "b", LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  final void onlyTheOwnerReleasesOrFails() {
    mine.claim(KEY, "a", LEASE);
    other.release(KEY, "b");
    other.fail(KEY, "b", FAILURE, LEASE);

    assertThat(other.claim(KEY, "b", LEASE)).isEqualTo(new Claim.Busy());
  }

  @Test
  final void whyALoadFailedIsToldToTheOthersForAWhile() {
    mine.claim(KEY, "a", LEASE);
    mine.fail(KEY, "a", FAILURE, LEASE);
    other.release(KEY, "b");
    mine.release(KEY, "a");

    assertThat(other.claim(KEY, "b", LEASE)).isEqualTo(new Claim.Failed(FAILURE));
    assertThat(mine.claim(KEY, "a", LEASE)).isEqualTo(new Claim.Failed(FAILURE));
    assertThat(mine.renew(KEY, "a", LEASE)).isFalse();
  }

  @Test
  final void aFailureIsForgottenAfterItsTime() {
    LoadFailure failure = new LoadFailure("TIMED_OUT", "", null);
    mine.claim(KEY, "a", LEASE);
    mine.fail(KEY, "a", failure, Duration.ofMillis(200));
    assertThat(other.claim(KEY, "b", LEASE)).isEqualTo(new Claim.Failed(failure));

    Awaitility.await().until(() -> other.claim(KEY, "b", LEASE) instanceof Claim.Granted);
  }

  @Test
  final void aClosedSessionHearsItsEndOnceAndFailsFromThenOn() {
    mine.close();
    mine.close();
    Awaitility.await().until(() -> mineHears.events.contains("closed"));
    other.put(KEY, entry(LOADED), KEEP);

    List<ThrowingCallable> calls =
        List.of(
            () -> mine.get(KEY),
            () -> mine.put(KEY, entry(LOADED), KEEP),
            () -> mine.remove(KEY),
            () -> mine.purge(new Generations(Map.of("movies", 1L))),
            () -> mine.keys(Set.of("movies"), null, 10),
            () -> mine.stats(),
            () -> mine.exchange(Generations.NONE, Set.of()),
            () -> mine.claim(KEY, "a", LEASE),
            () -> mine.renew(KEY, "a", LEASE),
            () -> mine.release(KEY, "a"),
            () -> mine.fail(KEY, "a", FAILURE, LEASE),
            () -> mine.probeWrite());
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              CacheUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DOWN));
    }
    assertThat(mineHears.events).containsExactly("closed");
    assertThat(other.get(KEY)).isEqualTo(entry(LOADED));
    assertThat(otherHears.events).doesNotContain("closed");
  }

  @Test
  final void aNewSessionFindsWhatAnEarlierOneLeft() {
    mine.put(KEY, entry(LOADED), KEEP);
    mine.claim(KEY, "a", LEASE);
    mine.close();

    try (SharedCache later = connector.connect(new Heard())) {
      assertThat(later.get(KEY)).isEqualTo(entry(LOADED));
      assertThat(later.claim(KEY, "b", LEASE)).isEqualTo(new Claim.Busy());
      assertThat(later.renew(KEY, "a", LEASE)).isTrue();
    }
  }

  @Test
  final void probingLeavesNoEntry() {
    mine.probeWrite();

    assertThat(mine.keys(Set.of("movies", "series"), null, 1000).keys()).isEmpty();
  }

  private static List<Object> together(List<Callable<Object>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      var start = new CountDownLatch(1);
      List<Future<Object>> futures = new ArrayList<>();
      for (Callable<Object> call : calls) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Writes down what a session's listener hears. */
  private static final class Heard implements SharedCache.Listener {
    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

    @Override
    public void entryChanged(CacheKey key) {
      events.add("entry " + key);
    }

    @Override
    public void loadChanged(CacheKey key) {
      events.add("load " + key);
    }

    @Override
    public void generationsChanged() {
      events.add("generations");
    }

    @Override
    public void allChanged() {
      events.add("all");
    }

    @Override
    public void closed() {
      events.add("closed");
    }
  }
}
