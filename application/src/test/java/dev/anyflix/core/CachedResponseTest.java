package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CachedResponseTest {

  private static final Body BODY = new Body(new byte[] {'{', '}'});
  private static final CacheEntry ENTRY =
      CacheEntry.notFound("Test.media/1?id=1", 1, Instant.EPOCH, Duration.ofMinutes(1));

  private static CachedResponse part(Outcome outcome, int freshSeconds, int ageSeconds) {
    return new CachedResponse(
        ENTRY, outcome, Duration.ofSeconds(freshSeconds), Duration.ofSeconds(ageSeconds), true);
  }

  private static CachedResponse combined(CachedResponse... parts) {
    return CachedResponse.combined(List.of(parts), BODY);
  }

  @Test
  void combinedAnswerIsAsOldAsTheOldestPartAndFreshForTheShortestTime() {
    CachedResponse answer =
        combined(
            part(Outcome.MEMORY_HIT, 60, 10),
            part(Outcome.MEMORY_HIT, 30, 5),
            part(Outcome.MEMORY_HIT, 90, 20),
            part(Outcome.MEMORY_HIT, 90, 1));

    assertThat(answer.age()).hasSeconds(20);
    assertThat(answer.freshFor()).hasSeconds(30);
    assertThat(answer.entry().body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @CsvSource({
    "MEMORY_HIT, MEMORY_HIT, MEMORY_HIT",
    "MEMORY_HIT, REDIS_HIT, REDIS_HIT",
    "REDIS_HIT, COLLAPSED, COLLAPSED",
    "MISS, COLLAPSED, MISS",
    "MISS, STALE, STALE",
    "STALE, BYPASS, BYPASS"
  })
  void combinedAnswerHasTheOutcomeThatIsFurthestFromAHit(
      Outcome one, Outcome other, Outcome worst) {
    assertThat(combined(part(one, 1, 1), part(other, 1, 1)).outcome()).isEqualTo(worst);
    assertThat(combined(part(other, 1, 1), part(one, 1, 1)).outcome()).isEqualTo(worst);
  }

  @Test
  void combinedAnswerIsStoredWhereAllPartsAre() {
    CachedResponse unstored =
        new CachedResponse(ENTRY, Outcome.MISS, Duration.ZERO, Duration.ZERO, false);

    assertThat(combined(part(Outcome.MISS, 1, 1), part(Outcome.MISS, 1, 1)).stored()).isTrue();
    assertThat(combined(part(Outcome.MISS, 1, 1), unstored).stored()).isFalse();
  }

  @Test
  void combinedAnswerIsAFallbackWhereAPartIs() {
    CachedResponse part = part(Outcome.MISS, 1, 1);

    assertThat(combined(part, part).isFallback()).isFalse();
    assertThat(combined(part, part.asFallback()).isFallback()).isTrue();
  }

  @Test
  void answerOfNoPartsIsAMissThatIsNeitherFreshNorStored() {
    CachedResponse answer = combined();

    assertThat(answer.outcome()).isEqualTo(Outcome.MISS);
    assertThat(answer.freshFor()).isZero();
    assertThat(answer.age()).isZero();
    assertThat(answer.stored()).isFalse();
  }
}
