package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetLevel;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SharedCache} does beyond {@link CachePortContract}; an adapter's test extends
 * it and gives a connector to an empty server, where the prefixes {@code movies} and {@code series}
 * are in use.
 */
public abstract class SharedCacheContract extends SharedServerContract {

  private static final Set<String> MOVIES = Set.of("movies");

  /** Whether a session can name the server process. */
  protected boolean namesTheServer() {
    return true;
  }

  private static Generations cleared(Map<String, Long> generations) {
    return new Generations(0, generations, Map.of());
  }

  private static Generations exchange(SharedCache session) {
    return session.exchange(Generations.NONE, 0, Set.of(), Set.of()).generations();
  }

  private static Generations clear(SharedCache session, String... prefixes) {
    return session.exchange(Generations.NONE, 0, Set.of(prefixes), Set.of()).generations();
  }

  /** What a session's listener was called for once a call of the session has returned. */
  private static List<String> heard(SharedCache session, HeardChanges changes) {
    session.get(CacheKey.of("series", "none")).join();
    return List.copyOf(changes.events);
  }

  private void awaitHeard(String event) {
    Awaitility.await().until(() -> heard(mine, mineHears).contains(event));
  }

  @Test
  final void anEntryIsFoundByOtherSessionsAndCarriesNoSession() {
    put(mine, entry(LOADED).verifiedIn(7));

    assertThat(other.get(KEY).join()).isEqualTo(entry(LOADED));
    assertThat(other.get(CacheKey.of("movies", "m?id=2")).join()).isNull();
  }

  @Test
  final void aPutSaysWhetherTheEntryIsStored() {
    assertThat(put(mine, entry(LOADED.plusSeconds(1)))).isTrue();
    assertThat(put(other, entry(LOADED))).isFalse();
    assertThat(mine.get(KEY).join()).isEqualTo(entry(LOADED.plusSeconds(1)));
  }

  @Test
  final void bothSessionsNameTheSameServer() {
    assertThat(mine.server()).isEqualTo(other.server());
    assertThat(mine.server().isBlank()).isNotEqualTo(namesTheServer());
  }

  @Test
  final void everyChangeOfAnEntryIsReportedToAllSessions() {
    put(other, entry(LOADED));
    awaitHeard("entry " + KEY);
    Awaitility.await().until(() -> heard(other, otherHears).contains("entry " + KEY));
    mineHears.events.clear();
    other.remove(KEY).join();
    awaitHeard("entry " + KEY);
  }

  @Test
  final void aPurgedEntryIsReported() {
    put(mine, entry(LOADED));
    awaitHeard("entry " + KEY);
    mineHears.events.clear();
    other.purge(MOVIES, cleared(Map.of("movies", 1L)), removed -> {});

    awaitHeard("entry " + KEY);
  }

  @Test
  final void anExpiredEntryIsReported() {
    mine.put(KEY, entry(LOADED), Duration.ofMillis(50), null).join();

    Awaitility.await()
        .until(() -> heard(mine, mineHears).stream().filter(("entry " + KEY)::equals).count() >= 2);
  }

  @Test
  final void aChangeOfGenerationsIsReported() {
    exchange(other);
    mineHears.events.clear();
    clear(other, "movies");

    awaitHeard("generations");
  }

  @Test
  final void aDrawAndAProbeAreNotReported() {
    other.probeWrite();
    var draw = new BudgetDraw("one", Quota.perMinute(25), Urgency.FOREGROUND, BudgetLevel.FULL, 0);
    other.budgets().draw("up", draw).join();

    assertThat(heard(mine, mineHears)).isEmpty();
  }

  @Test
  final void aNewRecordMakesEntriesOfUnknownOriginVoid() {
    Generations first = exchange(mine);

    assertThat(first.base()).isPositive();
    assertThat(first.admits("movies", entry(LOADED))).isFalse();
    assertThat(exchange(other)).isEqualTo(first);
    assertThat(mine.generations().generations()).isEqualTo(first);
  }

  @Test
  final void aClearGoesBeyondEveryEarlierGenerationAndIsSeenByAll() {
    long before = exchange(mine).current("movies");
    Generations after = clear(mine, "movies", "series");

    assertThat(after.clearedAt("movies")).isGreaterThan(before);
    assertThat(after.clearedAt("series")).isGreaterThan(before);
    assertThat(exchange(other)).isEqualTo(after);
    assertThat(clear(other, "movies").clearedAt("movies")).isGreaterThan(after.clearedAt("movies"));
  }

  @Test
  final void anExpiryLeavesEntriesAdmitted() {
    long loaded = exchange(mine).current("movies");
    CacheEntry entry = CacheEntry.notFound("m?id=1", loaded, LOADED, KEEP);
    Generations after = mine.exchange(Generations.NONE, 0, Set.of(), MOVIES).generations();

    assertThat(after.admits("movies", entry)).isTrue();
    assertThat(after.isExpired("movies", entry)).isTrue();
    assertThat(after.isExpired("series", entry)).isFalse();
  }

  @Test
  final void theServerTakesOverLaterGenerationsOnly() {
    long base = exchange(mine).base();
    mine.exchange(cleared(Map.of("movies", base + 5, "series", base + 5)), 0, Set.of(), Set.of());
    Generations after =
        other
            .exchange(
                cleared(Map.of("movies", base + 9, "series", base + 2)), 0, Set.of(), Set.of())
            .generations();

    assertThat(after.clearedAt("movies")).isEqualTo(base + 9);
    assertThat(after.clearedAt("series")).isEqualTo(base + 5);
  }

  @Test
  final void aClearGoesBeyondWhatIsKnownAndSeen() {
    long ahead = exchange(mine).base() + 1_000_000;
    Generations known = cleared(Map.of("movies", ahead));

    assertThat(mine.exchange(known, 0, MOVIES, Set.of()).generations().clearedAt("movies"))
        .isGreaterThan(ahead);
    assertThat(
            mine.exchange(Generations.NONE, ahead + 1_000, Set.of("series"), Set.of())
                .generations()
                .clearedAt("series"))
        .isGreaterThan(ahead + 1_000);
  }

  @Test
  final void ofPutsAtTheSameTimeTheLatestLoadStays() throws Exception {
    List<Callable<Object>> puts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      SharedCache session = i % 2 == 0 ? mine : other;
      CacheEntry entry = entry(LOADED.plusMillis(i * 7 % 40));
      puts.add(() -> put(session, entry));
    }
    together(puts);

    assertThat(mine.get(KEY).join()).isEqualTo(entry(LOADED.plusMillis(39)));
    assertThat(other.get(KEY).join()).isEqualTo(entry(LOADED.plusMillis(39)));
  }

  @Test
  final void clearsOfSeveralSessionsAreAllCarriedOut() throws Exception {
    exchange(mine);
    List<Callable<Object>> clears = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SharedCache session = i % 2 == 0 ? mine : other;
      clears.add(() -> clear(session, "movies").clearedAt("movies"));
    }

    assertThat(together(clears)).doesNotHaveDuplicates();
  }

  @Test
  final void aClosedSessionReportsItsEndOnceAndFailsFromThenOn() {
    mine.close();
    mine.close();
    Awaitility.await().until(() -> mineHears.events.contains("closed"));
    put(other, entry(LOADED));
    var lease = new LoadLease(KEY, "a", 0);
    List<ThrowingCallable> calls =
        List.of(
            () -> mine.get(KEY).join(),
            () -> put(mine, entry(LOADED)),
            () -> mine.remove(KEY).join(),
            () -> mine.purge(MOVIES, cleared(Map.of("movies", 1L)), removed -> {}),
            () -> mine.keys(MOVIES, null, 10),
            () -> mine.stats(),
            () -> exchange(mine),
            () -> mine.generations(),
            () -> mine.locks().acquire(lease, LEASE).join(),
            () -> mine.locks().renew(List.of(lease), LEASE).join(),
            () -> mine.locks().release(lease).join(),
            () -> mine.locks().fail(lease, FAILURE, LEASE).join(),
            () -> mine.probeWrite());
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .satisfies(
              failure ->
                  assertThat(
                          failure instanceof CacheUnavailableException
                              ? failure
                              : failure.getCause())
                      .isInstanceOfSatisfying(
                          CacheUnavailableException.class,
                          e -> assertThat(e.reason()).isEqualTo(Reason.DOWN)));
    }
    assertThat(mineHears.events).containsExactly("closed");
    assertThat(other.get(KEY).join()).isEqualTo(entry(LOADED));
    assertThat(otherHears.events).doesNotContain("closed");
  }

  @Test
  final void aNewSessionFindsWhatAnEarlierOneStored() {
    put(mine, entry(LOADED));
    mine.close();

    try (SharedCache later = connector.connect(new HeardChanges())) {
      assertThat(later.get(KEY).join()).isEqualTo(entry(LOADED));
    }
  }

  @Test
  final void probingLeavesNoEntry() {
    mine.probeWrite();

    assertThat(mine.keys(Set.of("movies", "series"), null, 1000).keys()).isEmpty();
  }

  @Test
  final void taskAfterRepliesRunsOnItsThread() {
    var ranOn = new ArrayList<Thread>();
    connector.afterReplies(() -> ranOn.add(Thread.currentThread()));
    assertThat(ranOn).containsExactly(Thread.currentThread());

    put(mine, entry(LOADED));
    var completedOn = new CompletableFuture<Thread>();
    var continuedOn = new CompletableFuture<Thread>();
    var unused =
        mine.get(KEY)
            .thenRun(
                () -> {
                  completedOn.complete(Thread.currentThread());
                  connector.afterReplies(() -> continuedOn.complete(Thread.currentThread()));
                });

    Awaitility.await().until(continuedOn::isDone);
    assertThat(continuedOn.join()).isSameAs(completedOn.join());
  }
}
