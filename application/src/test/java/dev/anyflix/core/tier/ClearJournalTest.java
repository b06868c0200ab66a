package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClearJournalTest {

  private static final int MOST_DELETIONS = 1000;
  private static final CacheKey KEY = key(0);

  private final ManualClock clock = new ManualClock();
  private final ClearJournal journal = new ClearJournal(clock);

  private static CacheKey key(int id) {
    return CacheKey.of("movies", "Test.media/1?id=" + id);
  }

  private CacheEntry entry(long generation) {
    return CacheEntry.found(
        KEY.toString(),
        generation,
        clock.instant(),
        Duration.ofMinutes(5),
        null,
        new Body(new byte[1]));
  }

  @Test
  void loadsAreOfNoOlderGenerationThanAnyEntryThatWasSeen() {
    journal.sees(KEY, entry(7));
    assertThat(journal.known().current("movies")).isEqualTo(7);
    assertThat(journal.highestSeen()).isEqualTo(7);

    journal.sees(KEY, entry(5));
    assertThat(journal.known().current("movies")).isEqualTo(7);
    assertThat(journal.highestSeen()).isEqualTo(7);
  }

  @Test
  void clearIsNewerThanEveryEntryThatWasSeen() {
    long ahead = clock.millis() + 1_000_000;
    journal.sees(KEY, entry(ahead));
    journal.applyLocally(Set.of("movies"), Set.of());

    assertThat(journal.known().current("movies")).isGreaterThan(ahead);
    assertThat(journal.known().admits("movies", entry(ahead))).isFalse();
  }

  @Test
  void tooManyDeletionsBecomeAClearOfTheirPrefix() {
    for (int id = 0; id < MOST_DELETIONS; id++) {
      journal.oweDeletion(key(id));
    }
    assertThat(journal.owedCount()).isEqualTo(MOST_DELETIONS);
    assertThat(journal.owedClears()).isEmpty();
    CacheEntry before = entry(journal.known().current("movies"));
    journal.oweDeletion(key(MOST_DELETIONS));

    assertThat(journal.owedClears()).containsExactly("movies");
    assertThat(journal.owedCount()).isEqualTo(MOST_DELETIONS + 1);
    assertThat(journal.known().admits("movies", before)).isFalse();
  }

  @Test
  void whatWasCarriedOutIsNoLongerOwed() {
    journal.owe(Set.of("movies"), Set.of("shows"));
    journal.oweDeletion(KEY);
    assertThat(journal.owedCount()).isEqualTo(3);
    assertThat(journal.owesDeletion(KEY)).isTrue();
    journal.settle();
    assertThat(journal.owedCount()).isEqualTo(1);
    journal.settleDeletion(KEY);

    assertThat(journal.owedCount()).isZero();
    assertThat(journal.owesDeletion(KEY)).isFalse();
  }
}
