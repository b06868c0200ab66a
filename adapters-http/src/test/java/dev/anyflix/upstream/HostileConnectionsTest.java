package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.budget.ForwardingBudget;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Upstreams that answer too slowly, not at all or not in HTTP. */
@Timeout(60)
class HostileConnectionsTest extends HostileUpstream {

  @Test
  void slowBodyTimesOutAtTheDeadline() {
    upstream.answers(MockUpstream.slowly(MockUpstream.json(200, "{\"name\": \"slow\"}")));
    Instant before = Instant.now();

    assertThat(failure(Duration.ofMillis(1500)).kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void timeoutAppliesBeforeAFarDeadline() {
    fetcher =
        new Fetcher(
            upstream.http(),
            PROFILE,
            upstream.config(upstream.config().budget(), Duration.ofMillis(300)));
    upstream.isSilent();
    assertThat(kind()).isEqualTo(Kind.TIMED_OUT);
  }

  @Test
  void shortDeadlineDoesNotOpenTheBreaker() {
    upstream.isSilent();
    for (int i = 0; i < Breaker.MINIMUM + 1; i++) {
      assertThat(failure(Duration.ofMillis(30)).kind()).isEqualTo(Kind.TIMED_OUT);
    }
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
  }

  @Test
  void resetConnectionIsRetriedOnce() {
    upstream.answers(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    assertThat(kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(fetcher.status("metadata", null).requests()).isEqualTo(2);
  }

  @Test
  void floodOfHeadersIsRefused() {
    MockResponse.Builder flood = MockUpstream.json(200, "{}");
    for (int i = 0; i < 400; i++) {
      flood.addHeader("X-Flood-" + i, "y".repeat(1000));
    }
    upstream.answers(flood.build());
    assertThat(kind()).isIn(Kind.UNREADABLE, Kind.UNAVAILABLE);
  }

  @Test
  void responseThatIsNotHttpIsUnreadable() {
    upstream.answers(new MockResponse.Builder().status("SSH-2.0-OpenSSH_9.9").build());
    assertThat(kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void refusedConnectionIsUnavailable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    URI url = URI.create("http://localhost:" + port);
    UpstreamConfig nowhere =
        new UpstreamConfig(url, MockUpstream.TIMEOUT, upstream.config().budget());
    fetcher = new Fetcher(upstream.http(), PROFILE, nowhere);

    MediaSourceException failure = failure(Duration.ofSeconds(5));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.getMessage()).doesNotContain("localhost", String.valueOf(port));
  }

  @Test
  void requestsInFlightAreBoundedByTheBudget() throws InterruptedException {
    var one = new OneAtATime();
    fetcher = new Fetcher(upstream.http(), PROFILE, upstream.config(one, MockUpstream.TIMEOUT));
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    upstream.answers(
        request -> {
          arrived.countDown();
          await(leave);
          return MockUpstream.json(200, "{}").build();
        });
    Thread first = new Thread(() -> failure(Duration.ofSeconds(8)));
    first.start();
    await(arrived);

    MediaSourceException second = failure(Duration.ofSeconds(8));
    assertThat(second.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(second.retryAfter()).isPositive();
    assertThat(one.taken).hasValue(1);
    leave.countDown();
    first.join();
    assertThat(upstream.requests()).hasSize(1);
    upstream.answers(200, "{}");
    assertThat(failure(Duration.ofSeconds(8))).isNull();
  }

  @Test
  void callWaitsForOneInFlightToEnd() throws InterruptedException {
    fetcher =
        new Fetcher(
            upstream.http(), PROFILE, upstream.config(new OneAtATime(), MockUpstream.TIMEOUT));
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    upstream.answers(
        request -> {
          arrived.countDown();
          await(leave);
          return MockUpstream.json(200, "{}").build();
        });
    Thread first = new Thread(() -> failure(Duration.ofSeconds(8)));
    first.start();
    await(arrived);
    CompletableFuture<MediaSourceException> second =
        CompletableFuture.supplyAsync(() -> failure(Duration.ofSeconds(8)));
    leave.countDown();

    assertThat(second).succeedsWithin(Duration.ofSeconds(8)).isNull();
    first.join();
    assertThat(upstream.requests()).hasSize(2);
  }

  /** Has a limit, and never refuses a call for it. */
  private static final class OneAtATime extends ForwardingBudget {

    private final AtomicInteger taken = new AtomicInteger();

    OneAtATime() {
      super(TokenBucket.perMinute(1, Clock.systemUTC()));
    }

    @Override
    public Duration tryTake(Urgency urgency) {
      taken.incrementAndGet();
      return Duration.ZERO;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void interruptedCallerReturnsAndStaysInterrupted() {
    upstream.isSilent();
    Thread.currentThread().interrupt();

    MediaSourceException failure = failure(Duration.ofSeconds(5));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
  }

  @Test
  void farDeadlineIsAccepted() {
    upstream.answers(200, "{}");
    Request request = new Request.Builder().url(fetcher.address().build()).build();
    assertThat(fetcher.fetch(request, Call.before(Instant.MAX), json -> "fine")).isNotNull();
  }
}
