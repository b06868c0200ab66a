package dev.anyflix.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads that look into no cache: with caching off, and of requests that need no call. */
final class UncachedReadsTest {

  private static final int EMPTY = 10;
  private static final int IMPOSSIBLE = 11;
  private static final int DOWN = 12;

  private final ManualClock clock = new ManualClock();
  private final ExecutorService executor = LoadExecutor.create();
  private final AtomicInteger calls = new AtomicInteger();
  private final TieredCache cache =
      new TieredCache(
          new FakeCache(clock),
          null,
          new TieredCache.Limits(100_000, Duration.ofDays(1), Duration.ofMillis(200)),
          clock);
  private final ReadThrough off = readThrough(false);
  private final ReadThrough on = readThrough(true);
  private final CachedOperation<MediaById, String> operation =
      new CachedOperation<>(
          "test",
          "test_media",
          Duration.ofHours(1),
          "Test.media",
          "",
          String.class,
          (request, call) -> answer(request),
          null,
          null,
          null,
          null,
          UncachedReadsTest::precheck);

  private ReadThrough readThrough(boolean isCaching) {
    ReadThrough.Policy policy = TestParts.policy(0);
    return new ReadThrough(
        TestParts.parts(cache, source -> null, executor, clock, () -> 0),
        new ReadThrough.Policy(
            isCaching,
            policy.negativeTtl(),
            false,
            0,
            policy.upstreamTimeout(),
            policy.patience(),
            false));
  }

  private Answer<String> answer(MediaById request) {
    calls.incrementAndGet();
    if (request.id() == DOWN) {
      throw MediaSourceException.fromUpstream(Kind.UNAVAILABLE, "down", null, null);
    }
    return Answer.of("answer");
  }

  private static String precheck(MediaById request) {
    if (request.id() == IMPOSSIBLE) {
      throw new MediaSourceException(Kind.NOT_FOUND, "no such id");
    }
    return request.id() == EMPTY ? "empty" : null;
  }

  @AfterEach
  void close() {
    off.close();
    on.close();
    cache.close();
    executor.shutdownNow();
  }

  private CachedResponse read(ReadThrough readThrough, int id) {
    return readThrough.readAsync(readThrough.request(operation, new MediaById(id))).join();
  }

  private static String body(CachedResponse response) {
    return new String(response.entry().body().bytes(), UTF_8);
  }

  @Test
  void everyReadIsACallWithCachingOff() {
    CachedResponse first = read(off, 1);
    CachedResponse second = read(off, 1);

    assertThat(calls).hasValue(2);
    assertThat(second.outcome()).isEqualTo(Outcome.BYPASS);
    assertThat(second.stored()).isFalse();
    assertThat(body(first)).isEqualTo("\"answer\"");
    assertThat(off.readNear(off.request(operation, new MediaById(1)))).isNull();
    assertThat(cache.memoryStats().entries()).isZero();
    assertThat(off.stats().of("test_media").snapshot().loads()).isEqualTo(2);
  }

  @Test
  void failureIsCountedWithCachingOff() {
    assertThatThrownBy(() -> read(off, DOWN))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(MediaSourceException.class);

    assertThat(off.stats().of("test_media").snapshot().loadFailures()).isEqualTo(1);
    assertThat(off.stats().of("test_media").snapshot().failed()).isEqualTo(1);
  }

  @Test
  void requestThatNeedsNoCallGetsAnEmptyAnswerThatIsNotStored() {
    CachedResponse response = read(on, EMPTY);

    assertThat(body(response)).isEqualTo("\"empty\"");
    assertThat(response.outcome()).isEqualTo(Outcome.BYPASS);
    assertThat(response.entry().negative()).isFalse();
    assertThat(calls).hasValue(0);
    assertThat(cache.memoryStats().entries()).isZero();
  }

  @Test
  void idThatCannotExistIsNotFoundWithoutACall() {
    assertThat(read(on, IMPOSSIBLE).entry().negative()).isTrue();
    assertThat(calls).hasValue(0);
  }

  @Test
  void otherRequestIsLoadedAndStored() {
    assertThat(read(on, 1).outcome()).isEqualTo(Outcome.MISS);
    assertThat(read(on, 1).outcome()).isEqualTo(Outcome.MEMORY_HIT);
    assertThat(calls).hasValue(1);
  }
}
