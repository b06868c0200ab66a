package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LargeBodyLimitTest {

  private static final String SMALL = "{\"name\": \"x\"}";
  private static final String LARGE = "{\"name\": \"" + "x".repeat(LargeBodyLimit.SMALL) + "\"}";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final LargeBodyLimit limit = new LargeBodyLimit(1);
  private final HttpTransport transport = new HttpTransport(OkHttpClient::new, limit, "Testhub");

  private UpstreamResponse send(Duration timeout) throws AttemptException {
    Request request = new Request.Builder().url(upstream.config().url().toString()).build();
    return transport.send(request, timeout);
  }

  @Test
  void smallBodyIsReadWithoutAPermit() throws Exception {
    assertThat(limit.tryAcquire(Duration.ZERO)).isTrue();
    upstream.answers(200, SMALL);
    assertThat(send(MockUpstream.TIMEOUT).body().text("name")).isEqualTo("x");
  }

  @Test
  void largeBodyWaitsForAPermitUpToTheTimeout() throws Exception {
    assertThat(limit.tryAcquire(Duration.ZERO)).isTrue();
    upstream.answers(200, LARGE);

    AttemptException failure =
        catchThrowableOfType(AttemptException.class, () -> send(Duration.ofMillis(300)));

    assertThat(failure.failure().kind()).isIn(Kind.UNAVAILABLE, Kind.TIMED_OUT);
    assertThat(failure.failure().isFromUpstream()).isFalse();
  }

  @Test
  void permitIsReleasedAfterwards() throws Exception {
    upstream.answers(200, LARGE);
    for (int i = 0; i < 3; i++) {
      assertThat(send(MockUpstream.TIMEOUT).body().isPresent()).isTrue();
    }
    assertThat(limit.tryAcquire(Duration.ZERO)).isTrue();
  }

  @Test
  void heapBoundsTheNumberOfBodies() throws Exception {
    LargeBodyLimit small = LargeBodyLimit.forHeap(64L << 20);
    assertThat(small.tryAcquire(Duration.ZERO)).isTrue();
    assertThat(small.tryAcquire(Duration.ZERO)).isFalse();
    LargeBodyLimit larger = LargeBodyLimit.forHeap(256L << 20);
    assertThat(larger.tryAcquire(Duration.ZERO)).isTrue();
    assertThat(larger.tryAcquire(Duration.ZERO)).isTrue();
    assertThat(larger.tryAcquire(Duration.ZERO)).isFalse();
  }

  @Test
  void jsonOverTheBoundsOnTokensAndDepthIsAbsent() {
    assertThat(Json.parse(("[" + "[],".repeat(Json.MAX_TOKENS) + "[]]").getBytes()).isPresent())
        .isFalse();
    String deep = "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1);
    assertThat(Json.parse(deep.getBytes()).isPresent()).isFalse();
  }
}
