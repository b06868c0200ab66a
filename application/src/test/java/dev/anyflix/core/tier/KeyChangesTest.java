package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CacheKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyChangesTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final KeyChanges changes = new KeyChanges();

  private static CacheKey key(int id) {
    return CacheKey.of("movies", "Test.media/1?id=" + id);
  }

  @Test
  void changesOfAKeyAreCounted() {
    changes.changed(key(1));
    changes.changed(key(1));

    assertThat(changes.count(key(1))).isEqualTo(2);
  }

  @Test
  void changeOfAKeyHardlyEverLooksLikeOneOfAnother() {
    changes.changed(key(0));

    List<Integer> others =
        IntStream.rangeClosed(1, 1000).filter(id -> changes.count(key(id)) > 0).boxed().toList();
    assertThat(others).hasSizeLessThan(10);
  }

  @Test
  void keysAreSpreadOverAllCounters() {
    IntStream.range(0, 8192).forEach(id -> changes.changed(key(id)));

    assertThat(IntStream.range(0, 8192).mapToLong(id -> changes.count(key(id))).max().orElse(0))
        .isLessThan(20);
  }

  @Test
  void changeWakesThoseThatWaitForTheKey() {
    CompletableFuture<Void> first = changes.await(key(1), LONG);
    CompletableFuture<Void> second = changes.await(key(1), LONG);
    CompletableFuture<Void> other = changes.await(key(2), LONG);
    changes.changed(key(1));

    assertThat(first).succeedsWithin(SOON);
    assertThat(second).succeedsWithin(SOON);
    assertThat(other).isNotDone();
  }

  @Test
  void wakingIsNoChange() {
    CompletableFuture<Void> waiter = changes.await(key(1), LONG);
    changes.wake(key(1));

    assertThat(waiter).succeedsWithin(SOON);
    assertThat(changes.count(key(1))).isZero();
  }

  @Test
  void waitEndsAfterItsTime() {
    assertThat(changes.await(key(1), Duration.ofMillis(1))).succeedsWithin(SOON);
  }
}
