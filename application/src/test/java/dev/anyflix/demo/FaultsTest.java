package dev.anyflix.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private static final Rate ONE = new Rate(1, Duration.ofMinutes(1));

  private final ManualClock clock = new ManualClock(Instant.parse("2025-01-01T00:00:00Z"));
  private final CallBudget budget = new CallBudget(clock);
  private final Endpoint endpoint =
      new AniListEndpoint(AnimeCatalogue.load(clock), new PictureUrls("http://127.0.0.1"), clock);
  private final AtomicInteger answers = new AtomicInteger();

  private Reply apply(DemoOptions options) {
    return new Faults(new Random(1))
        .apply(
            options,
            endpoint,
            budget,
            () -> {
              answers.incrementAndGet();
              return new Reply(200, Map.of(), "");
            });
  }

  @Test
  void healthyUpstreamAnswers() {
    assertThat(apply(DemoOptions.HEALTHY).status()).isEqualTo(200);
  }

  @Test
  void outageTakesNothingFromTheRate() {
    DemoOptions limited = DemoOptions.HEALTHY.withRate(ONE);

    assertThat(apply(limited.withDown(true)).status()).isEqualTo(503);
    assertThat(apply(limited).status()).isEqualTo(200);
    assertThat(apply(limited).status()).isEqualTo(429);
    assertThat(answers).hasValue(1);
  }

  @Test
  void refusedCallHasRateLimitHeaders() {
    DemoOptions limited = DemoOptions.HEALTHY.withRate(ONE);
    apply(limited);

    assertThat(apply(limited).headers())
        .containsEntry("Retry-After", "60")
        .containsEntry("X-RateLimit-Remaining", "0")
        .containsKey("X-RateLimit-Reset");
  }

  @Test
  void errorsAreInternalServerErrors() {
    assertThat(apply(DemoOptions.HEALTHY.withErrorRate(1)).status()).isEqualTo(500);
    assertThat(answers).hasValue(0);
  }
}
