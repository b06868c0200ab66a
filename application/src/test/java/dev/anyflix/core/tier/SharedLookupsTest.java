package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SharedLookupsTest {

  private static final String REQUEST = "Test.media/1?id=1";
  private static final CacheKey KEY = CacheKey.of("movies", REQUEST);
  private static final CacheHit HIT =
      new CacheHit(
          CacheEntry.found(
              REQUEST, 1, Instant.EPOCH, Duration.ofHours(1), null, new Body(new byte[1])),
          Tier.REDIS);

  private final SharedLookups lookups = new SharedLookups();
  private final AtomicInteger started = new AtomicInteger();
  private final CompletableFuture<@Nullable CacheHit> reply = new CompletableFuture<>();

  private CompletableFuture<@Nullable CacheHit> find(boolean isStillValid) {
    return lookups.find(
        KEY,
        () -> {
          started.incrementAndGet();
          return reply;
        },
        hit -> isStillValid);
  }

  @Test
  void callersOfOneKeyShareALookup() {
    CompletableFuture<@Nullable CacheHit> own = find(true);
    CompletableFuture<@Nullable CacheHit> joined = find(true);
    reply.complete(HIT);

    assertThat(own).isCompletedWithValue(HIT);
    assertThat(joined).isCompletedWithValue(HIT);
    assertThat(started).hasValue(1);
  }

  @Test
  void callerThatJoinedGetsNoHitThatHasBecomeInvalid() {
    CompletableFuture<@Nullable CacheHit> own = find(false);
    CompletableFuture<@Nullable CacheHit> joined = find(false);
    reply.complete(HIT);

    assertThat(own).isCompletedWithValue(HIT);
    assertThat(joined).isCompletedWithValue(null);
  }

  @Test
  void callersShareAMiss() {
    CompletableFuture<@Nullable CacheHit> own = find(true);
    CompletableFuture<@Nullable CacheHit> joined = find(true);
    reply.complete(null);

    assertThat(own).isCompletedWithValue(null);
    assertThat(joined).isCompletedWithValue(null);
  }

  @Test
  void lookupThatHasEndedIsNotJoined() {
    reply.complete(HIT);

    assertThat(find(true)).isCompletedWithValue(HIT);
    assertThat(find(true)).isCompletedWithValue(HIT);
    assertThat(started).hasValue(2);
  }

  @Test
  void failedLookupIsAMissForAllAndIsNotJoinedLater() {
    CompletableFuture<@Nullable CacheHit> own = find(true);
    CompletableFuture<@Nullable CacheHit> joined = find(true);
    reply.completeExceptionally(new IllegalStateException("down"));

    assertThat(own).isCompletedWithValue(null);
    assertThat(joined).isCompletedWithValue(null);
    assertThat(
            lookups.find(
                KEY,
                () -> {
                  throw new IllegalStateException("not even started");
                },
                hit -> true))
        .isCompletedWithValue(null);
    assertThat(lookups.find(KEY, () -> CompletableFuture.completedFuture(HIT), hit -> true))
        .isCompletedWithValue(HIT);
  }
}
