package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the sessions of one server claim loads: one part of {@link SharedCacheContract}. */
abstract class ClaimContract {

  static final Duration LEASE = Duration.ofMinutes(1);
  static final Duration KEEP = Duration.ofHours(1);
  static final Instant LOADED = Instant.parse("2026-01-01T12:00:00.123Z");
  static final CacheKey KEY = CacheKey.of("movies", "m?id=1");
  static final LoadFailure FAILURE =
      new LoadFailure("UNAVAILABLE", "AniList \"is\" down\n日本", Duration.ofMillis(2500));

  final HeardChanges mineHears = new HeardChanges();
  final HeardChanges otherHears = new HeardChanges();
  SharedCache.Connector connector;
  SharedCache mine;
  SharedCache other;

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

  static CacheEntry entry(Instant loadedAt) {
    Body body = new Body("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
    return CacheEntry.found("m?id=1", 0, loadedAt, Duration.ofMinutes(5), null, body);
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

  static List<Object> together(List<Callable<Object>> calls) throws Exception {
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
}
