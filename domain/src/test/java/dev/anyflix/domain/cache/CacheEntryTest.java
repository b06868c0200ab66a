package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CacheEntryTest {

  private static final Instant LOADED = Instant.ofEpochSecond(1_000);
  private static final Duration TTL = Duration.ofSeconds(10);

  private static CacheEntry entry(long generation, Instant loadedAt, String json) {
    return CacheEntry.found(
        "r", generation, loadedAt, TTL, null, new Body(json.getBytes(StandardCharsets.UTF_8)));
  }

  private final CacheEntry entry = entry(3, LOADED, "1");

  @Test
  void entryIsFreshUntilItsTtlIsOver() {
    assertThat(entry.isFresh(LOADED.plus(TTL).minusMillis(1))).isTrue();
    assertThat(entry.isFresh(LOADED.plus(TTL))).isFalse();
    assertThat(entry.freshFor(LOADED.plusSeconds(4))).isEqualTo(Duration.ofSeconds(6));
    assertThat(entry.freshFor(LOADED.plusSeconds(14))).isEqualTo(Duration.ofSeconds(-4));
  }

  @Test
  void ageIsNeverNegative() {
    assertThat(entry.age(LOADED.plusSeconds(4))).isEqualTo(Duration.ofSeconds(4));
    assertThat(entry.age(LOADED.minusSeconds(4))).isZero();
    assertThat(entry.freshFor(LOADED.minusSeconds(4))).isEqualTo(TTL);
  }

  @Test
  void laterGenerationReplacesAnEarlierOneWhateverTheTimes() {
    CacheEntry later = entry(4, LOADED.minusSeconds(9), "1");

    assertThat(later.replaces(entry)).isTrue();
    assertThat(entry.replaces(later)).isFalse();
  }

  @Test
  void laterOrEqualLoadReplacesAnEntryOfTheSameGeneration() {
    CacheEntry later = entry(3, LOADED.plusMillis(1), "1");

    assertThat(later.replaces(entry)).isTrue();
    assertThat(entry.replaces(entry)).isTrue();
    assertThat(entry.replaces(later)).isFalse();
  }

  @Test
  void copiesOfOneLoadAgreeInGenerationTimeAndBody() {
    assertThat(entry.isSameLoad(entry.verifiedIn(7))).isTrue();
    assertThat(entry.isSameLoad(entry(4, LOADED, "1"))).isFalse();
    assertThat(entry.isSameLoad(entry(3, LOADED.plusMillis(1), "1"))).isFalse();
    assertThat(entry.isSameLoad(entry(3, LOADED, "2"))).isFalse();
  }

  @Test
  void onlyACopyVerifiedInTheSameSessionIsInStep() {
    assertThat(entry.verifiedIn(7).isInStep(7)).isTrue();
    assertThat(entry.verifiedIn(7).isInStep(8)).isFalse();
    assertThat(entry.storedIn(7).isInStep(7)).isFalse();
    assertThat(entry.verifiedIn(7).unverified().isInStep(7)).isFalse();
  }

  @Test
  void generationAndTtlOutsideTheirBoundsAreRefused() {
    assertThat(entry(0, LOADED, "1").generation()).isZero();
    assertThat(entry(Generations.MAX, LOADED, "1").generation()).isEqualTo(Generations.MAX);
    assertThatThrownBy(() -> entry(-1, LOADED, "1")).hasMessageContaining("generation");
    assertThatThrownBy(() -> entry(Generations.MAX + 1, LOADED, "1"))
        .hasMessageContaining("generation");
    assertThatThrownBy(() -> CacheEntry.notFound("r", 0, LOADED, Duration.ZERO))
        .hasMessageContaining("ttlMillis");
  }
}
