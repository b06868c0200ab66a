package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class LoadOrderTest {

  private static final String PREFIX = "test_media";
  private static final Duration TTL = Duration.ofHours(1);
  private static final Duration STALE_FOR = Duration.ofDays(1);

  private final ManualClock clock = new ManualClock();

  @AutoClose
  private final TieredCache cache =
      new TieredCache(
          new FakeCache(clock),
          null,
          new TieredCache.Limits(1000, STALE_FOR, Duration.ofMillis(200)),
          clock);

  private final CachedRequest<MediaById, String> request =
      CachedRequest.of(
          new CachedOperation<>(
              "test", PREFIX, TTL, "Test.media", "", String.class, (id, call) -> Answer.of("x")),
          new MediaById(1));

  private CacheEntry entry(Duration ttl) {
    return CacheEntry.found(
        request.text(),
        cache.generation(PREFIX),
        clock.instant(),
        ttl,
        null,
        new Body(new byte[1]));
  }

  private LoadOrder<MediaById, String> order(@Nullable CacheEntry held, Urgency urgency) {
    return LoadOrder.of(
        cache,
        request,
        held,
        urgency,
        "client",
        clock.instant(),
        new OperationStats(TestParts.loadTimer()));
  }

  @Test
  void heldEntryIsConfirmedUnlessItWasCleared() {
    CacheEntry held = entry(TTL);
    assertThat(order(held, Urgency.FOREGROUND).held()).isSameAs(held);

    clock.advance(Duration.ofMillis(1));
    cache.clear(Set.of(PREFIX));
    LoadOrder<MediaById, String> after = order(held, Urgency.FOREGROUND);
    assertThat(after.held()).isNull();
    assertThat(after.canServeStale()).isFalse();
    assertThat(after.generation()).isEqualTo(cache.generation(PREFIX));
  }

  @Test
  void callerThatHoldsAStaleEntryDoesNotWaitForTheBudget() {
    CacheEntry held = entry(TTL);

    assertThat(order(held, Urgency.FOREGROUND).canServeStale()).isTrue();
    assertThat(order(held, Urgency.BACKGROUND).canServeStale()).isFalse();
    assertThat(order(null, Urgency.FOREGROUND).canServeStale()).isFalse();

    clock.advance(TTL.plus(STALE_FOR));
    assertThat(order(held, Urgency.FOREGROUND).canServeStale()).isFalse();
  }

  @Test
  void loadIsSettledByAFreshEntryThatIsNewerThanTheOneHeld() {
    CacheEntry held = entry(TTL);
    LoadOrder<MediaById, String> order = order(held, Urgency.FOREGROUND);
    assertThat(order.isSettledBy(held, clock.instant())).isFalse();
    assertThat(order(null, Urgency.FOREGROUND).isSettledBy(held, clock.instant())).isTrue();

    clock.advance(Duration.ofSeconds(1));
    CacheEntry newer = entry(TTL);
    assertThat(order.isSettledBy(newer, clock.instant())).isTrue();
    assertThat(order.isSettledBy(newer, clock.instant().plus(TTL))).isFalse();
  }

  @Test
  void entryOfAnEarlierGenerationSettlesNoLoad() {
    CacheEntry cleared = entry(TTL);
    clock.advance(Duration.ofMillis(1));
    cache.clear(Set.of(PREFIX));

    assertThat(order(null, Urgency.FOREGROUND).isSettledBy(cleared, clock.instant())).isFalse();
    assertThat(order(null, Urgency.FOREGROUND).isSettledBy(entry(TTL), clock.instant())).isTrue();
  }

  @Test
  void entryIsRefreshedAheadInTheLastFifthOfItsLife() {
    CacheEntry entry = entry(Duration.ofSeconds(100));

    assertThat(BackgroundLoads.isDueSoon(entry, Duration.ofSeconds(20))).isFalse();
    assertThat(BackgroundLoads.isDueSoon(entry, Duration.ofMillis(19_999))).isTrue();
  }

  @Test
  void shorterTtlAppliesToEntriesThatAreStoredAlready() {
    Duration age = Duration.ofMinutes(10);

    assertThat(request.freshFor(entry(TTL.plusHours(1)), age)).isEqualTo(TTL.minus(age));
    assertThat(request.freshFor(entry(TTL.minusMinutes(5)), age))
        .isEqualTo(TTL.minusMinutes(5).minus(age));
    CacheEntry notFound = CacheEntry.notFound(request.text(), 0, Instant.EPOCH, TTL.plusHours(1));
    assertThat(request.freshFor(notFound, age)).isEqualTo(TTL.plusHours(1).minus(age));
  }
}
