package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.tier.PurgeQueue.Purged;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class PurgeQueueTest {

  private static final Set<String> MOVIES = Set.of("movies");

  @Test
  void purgeThatEndsInTimeIsCountedAsAWhole() {
    try (var queue =
        new PurgeQueue(
            (prefixes, progress) -> {
              progress.accept(100);
              progress.accept(prefixes.size());
            })) {
      assertThat(queue.purge(MOVIES)).isEqualTo(new Purged(101, true));
    }
  }

  @Test
  void longPurgeIsLeftToTheBackgroundWithTheNumberSoFar() throws Exception {
    var removesTheRest = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    try (var queue =
        new PurgeQueue(
            (prefixes, progress) -> {
              progress.accept(40);
              await(removesTheRest);
              progress.accept(60);
              ended.countDown();
            })) {
      assertThat(queue.purge(MOVIES)).isEqualTo(new Purged(40, false));
      removesTheRest.countDown();
      ended.await();
    }
  }

  @Test
  void failedPurgeIsCountedAsFarAsItGot() {
    try (var queue =
        new PurgeQueue(
            (prefixes, progress) -> {
              progress.accept(7);
              throw new IllegalStateException("malformed reply");
            })) {
      assertThat(queue.purge(MOVIES)).isEqualTo(new Purged(7, true));
    }
  }

  @Test
  void workBeyondTheQueueIsLeftToTheExpiryOfTheEntries() {
    var release = new CountDownLatch(1);
    try (var queue = new PurgeQueue((prefixes, progress) -> await(release))) {
      for (int i = 0; i < 1000; i++) {
        queue.purgeLater(MOVIES);
      }
      assertThat(queue.purge(MOVIES)).isEqualTo(new Purged(0, false));
      release.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
