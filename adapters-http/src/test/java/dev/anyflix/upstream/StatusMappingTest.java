package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.AttemptException.Health;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatusMappingTest {

  private static final Duration LATER = Duration.ofSeconds(20);

  private static StatusMapping mapping(
      @Nullable String keySetting, @Nullable Duration pauseAfter403) {
    return new StatusMapping(
        new UpstreamProfile(
            "sample", "Sample", keySetting, Map.of(), pauseAfter403, (http, body) -> http));
  }

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED, HEALTHY, false",
    "401, REJECTED, HEALTHY, false",
    "403, REJECTED, HEALTHY, false",
    "404, NOT_FOUND, HEALTHY, false",
    "408, UNAVAILABLE, UNHEALTHY, false",
    "410, NOT_FOUND, HEALTHY, false",
    "422, REJECTED, HEALTHY, false",
    "429, RATE_LIMITED, HEALTHY, false",
    "499, REJECTED, HEALTHY, false",
    "500, UNAVAILABLE, UNHEALTHY, false",
    "502, UNAVAILABLE, UNHEALTHY, true",
    "503, UNAVAILABLE, UNHEALTHY, true",
    "504, UNAVAILABLE, UNHEALTHY, true",
    "599, UNAVAILABLE, UNHEALTHY, false",
    "204, UNREADABLE, UNHEALTHY, false",
    "399, UNREADABLE, UNHEALTHY, false"
  })
  void statusHasOneMeaning(int status, Kind kind, Health health, boolean retryable) {
    AttemptException failure = mapping(null, null).failure(status, true, true, null);

    assertThat(failure.failure().kind()).isEqualTo(kind);
    assertThat(failure.health()).isEqualTo(health);
    assertThat(failure.isRetryable()).isEqualTo(retryable);
    assertThat(failure.getMessage()).startsWith("Sample ");
  }

  @ParameterizedTest
  @CsvSource({
    "404, true, true, NOT_FOUND, HEALTHY",
    "404, true, false, UNREADABLE, HEALTHY",
    "404, false, true, UNREADABLE, UNHEALTHY",
    "410, false, false, UNREADABLE, UNHEALTHY"
  })
  void titleIsNotFoundOnlyIfTheApiSaysSo(
      int status, boolean json, boolean byId, Kind kind, Health health) {
    AttemptException failure = mapping(null, null).failure(status, json, byId, null);

    assertThat(failure.failure().kind()).isEqualTo(kind);
    assertThat(failure.health()).isEqualTo(health);
  }

  @ParameterizedTest
  @CsvSource({"429, RATE_LIMITED", "503, UNAVAILABLE", "502, UNAVAILABLE", "408, UNAVAILABLE"})
  void retryAfterIsPassedOnAndPreventsASecondAttempt(int status, Kind kind) {
    AttemptException failure = mapping(null, null).failure(status, true, false, LATER);

    assertThat(failure.failure().kind()).isEqualTo(kind);
    assertThat(failure.failure().retryAfter()).isEqualTo(LATER);
    assertThat(failure.isRetryable()).isFalse();
  }

  @Test
  void forbiddenIsAnOutageOfAnUpstreamThatPausesAfterIt() {
    AttemptException failure = mapping("KEY", LATER).failure(403, true, true, LATER);

    assertThat(failure.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.failure().retryAfter()).isEqualTo(LATER);
    assertThat(failure.health()).isEqualTo(Health.UNHEALTHY);
  }

  @ParameterizedTest
  @CsvSource({"401", "403"})
  void refusedKeyNamesItsSettingAndIsAFailureOfThisInstance(int status) {
    AttemptException failure = mapping("KEY", null).failure(status, true, true, null);

    assertThat(failure).hasMessageContaining("refused the key").hasMessageContaining("Check KEY.");
    assertThat(failure.failure().isFromUpstream()).isFalse();
  }
}
