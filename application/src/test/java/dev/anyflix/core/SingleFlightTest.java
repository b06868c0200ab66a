package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.SingleFlight.Participation;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SingleFlightTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MAX_BACKGROUND = 64;
  private static final CacheKey KEY = key(1);
  private static final CacheEntry ENTRY =
      CacheEntry.notFound("Test.media/1?id=1", 1, Instant.EPOCH, Duration.ofMinutes(1));

  private final SingleFlight flights = new SingleFlight(Duration.ofHours(1));
  private final CompletableFuture<CacheEntry> loading = new CompletableFuture<>();
  private final AtomicInteger begun = new AtomicInteger();

  private static CacheKey key(int id) {
    return CacheKey.of("movies", "Test.media/1?id=" + id);
  }

  private CompletableFuture<CacheEntry> load() {
    begun.incrementAndGet();
    return loading;
  }

  private Participation join(long generation) {
    return flights.join(KEY, generation, Urgency.FOREGROUND, this::load);
  }

  private static void assertFails(InFlightLoad load, Kind kind) {
    assertThat(load.result())
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            MediaSourceException.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  @Test
  void callersOfOneKeyShareALoad() {
    Participation own = join(1);
    Participation joined = join(1);
    loading.complete(ENTRY);

    assertThat(own.isOwn()).isTrue();
    assertThat(joined.isOwn()).isFalse();
    assertThat(joined.load()).isSameAs(own.load());
    assertThat(own.load().result()).isCompletedWithValue(ENTRY);
    assertThat(begun).hasValue(1);
  }

  @Test
  void loadThatBeganBeforeAClearIsNotJoinedAfterIt() {
    Participation before = join(1);
    Participation after = join(2);
    Participation late = join(1);

    assertThat(after.isOwn()).isTrue();
    assertThat(after.load()).isNotSameAs(before.load());
    assertThat(late.load()).isSameAs(after.load());
    assertThat(begun).hasValue(2);
  }

  @Test
  void endOfALoadBeforeAClearLeavesTheOneAfterIt() {
    var second = new CompletableFuture<CacheEntry>();
    join(1);
    Participation after = flights.join(KEY, 2, Urgency.FOREGROUND, () -> second);
    loading.complete(ENTRY);

    assertThat(join(2).load()).isSameAs(after.load());
  }

  @Test
  void loadThatHasEndedIsNotJoined() {
    join(1);
    loading.complete(ENTRY);
    join(1);

    assertThat(begun).hasValue(2);
  }

  @Test
  void failureOfTheSourceIsThatOfAllCallers() {
    Participation own = join(1);
    loading.completeExceptionally(new MediaSourceException(Kind.UNAVAILABLE, "down"));

    assertFails(own.load(), Kind.UNAVAILABLE);
    assertThat(join(1).isOwn()).isTrue();
  }

  @Test
  void loadThatCannotEvenBeginFailsAndBlocksNoKey() {
    try (var log = new CapturedLog()) {
      Participation own =
          flights.join(
              KEY,
              1,
              Urgency.FOREGROUND,
              () -> {
                throw new IllegalStateException("not thought of");
              });

      assertThat(own.load().result()).isCompletedExceptionally();
      assertThat(log.text()).contains("Internal error while loading", "not thought of");
    }
    assertThat(join(1).isOwn()).isTrue();
  }

  @Test
  void loadThatNeverEndsIsGivenUp() {
    var impatient = new SingleFlight(Duration.ofMillis(20));
    Participation own = impatient.join(KEY, 1, Urgency.FOREGROUND, () -> new CompletableFuture<>());

    assertFails(own.load(), Kind.TIMED_OUT);
    assertThat(impatient.join(KEY, 1, Urgency.FOREGROUND, this::load).isOwn()).isTrue();
  }

  @Test
  void loadTellsWhetherACallerWaitsForIt() {
    assertThat(join(1).load().isBackground()).isFalse();
    assertThat(flights.beginInBackground(key(2), 1, this::load).isBackground()).isTrue();
  }

  @Test
  void loadsInTheBackgroundAreLimited() {
    List<InFlightLoad> loads = new ArrayList<>();
    for (int id = 0; id < MAX_BACKGROUND; id++) {
      loads.add(flights.beginInBackground(key(id), 1, this::load));
    }
    assertFails(flights.beginInBackground(key(1000), 1, this::load), Kind.RATE_LIMITED);
    assertThat(begun).hasValue(MAX_BACKGROUND);

    loading.complete(ENTRY);
    assertThat(loads).allSatisfy(load -> assertThat(load.result()).isCompleted());
    assertThat(flights.beginInBackground(key(1000), 1, this::load).result()).isCompleted();
  }

  @Test
  void loadInTheBackgroundThatIsJoinedTakesNoPlace() {
    join(1);
    for (int i = 0; i < 2 * MAX_BACKGROUND; i++) {
      assertThat(flights.beginInBackground(KEY, 1, this::load).isBackground()).isFalse();
    }
    InFlightLoad next = flights.beginInBackground(key(2), 1, this::load);
    loading.complete(ENTRY);

    assertThat(next.result()).isCompletedWithValue(ENTRY);
  }
}
