package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SharedCache} does beyond {@link CachePortContract}; an adapter's test extends
 * it and gives a connector to an empty server, where the prefixes {@code movies} and {@code series}
 * are in use.
 */
public abstract class SharedCacheContract extends BudgetContract {

  private static final Duration SOON = Duration.ofSeconds(5);

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
  final void whatIsAskedForWithoutWaitingIsTheSame() {
    mine.put(KEY, entry(LOADED), KEEP);

    assertThat(other.getLater(KEY)).succeedsWithin(SOON).isEqualTo(entry(LOADED));
    assertThat(other.getLater(CacheKey.of("movies", "m?id=2"))).succeedsWithin(SOON).isNull();
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
    mine.draw("up", call(null));
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
  final void aProbeOrADrawOfAnotherIsNotHeardOf() {
    other.probeWrite();
    other.draw("up", call(Urgency.FOREGROUND));

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
            () -> mine.draw("up", call(null)),
            () -> mine.probeWrite());
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              CacheUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DOWN));
    }
    assertThat(mine.getLater(KEY))
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            CacheUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DOWN));
    assertThat(mineHears.events).containsExactly("closed");
    assertThat(other.get(KEY)).isEqualTo(entry(LOADED));
    assertThat(otherHears.events).doesNotContain("closed");
  }

  @Test
  final void aNewSessionFindsWhatAnEarlierOneLeft() {
    mine.put(KEY, entry(LOADED), KEEP);
    mine.claim(KEY, "a", LEASE);
    mine.close();

    try (SharedCache later = connector.connect(new HeardChanges())) {
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
}
