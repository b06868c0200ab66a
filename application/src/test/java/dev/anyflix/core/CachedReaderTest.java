package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CachedReaderTest {

  private static final Media BEBOP =
      Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop")).build();

  private final ManualClock clock = new ManualClock();
  private final ExecutorService executor = LoadExecutor.create();
  private final AtomicInteger calls = new AtomicInteger();
  private final TieredCache cache =
      new TieredCache(
          new FakeCache(clock),
          null,
          new TieredCache.Limits(100_000, Duration.ofDays(1), Duration.ofMillis(200)),
          clock);
  private final ReadThrough readThrough =
      new ReadThrough(
          TestParts.parts(cache, source -> null, executor, clock, () -> 0), TestParts.policy(0));
  private final CachedReader reader = new CachedReader(readThrough);
  private final CachedOperation<MediaById, Media> operation =
      new CachedOperation<>(
          "test",
          "test_media",
          Duration.ofHours(1),
          "Test.media",
          "",
          Media.class,
          (request, call) -> {
            calls.incrementAndGet();
            if (request.id() > 1) {
              throw MediaSourceException.fromUpstream(
                  request.id() == 404 ? Kind.NOT_FOUND : Kind.UNAVAILABLE, "no", null, null);
            }
            return Answer.of(BEBOP);
          });

  @AfterEach
  void close() {
    readThrough.close();
    cache.close();
    executor.shutdownNow();
  }

  private void assertFails(int id, Kind kind) {
    assertThatThrownBy(() -> reader.read(operation, new MediaById(id)))
        .isInstanceOfSatisfying(
            MediaSourceException.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  @Test
  void valueIsReadThroughTheCache() {
    assertThat(reader.read(operation, new MediaById(1))).isEqualTo(BEBOP);
    assertThat(reader.readAsync(operation, new MediaById(1)).join()).isEqualTo(BEBOP);
    assertThat(calls).hasValue(1);
  }

  @Test
  void failureIsThatOfTheSource() {
    assertFails(404, Kind.NOT_FOUND);
    assertFails(404, Kind.NOT_FOUND);
    assertThat(calls).hasValue(1);
    assertFails(2, Kind.UNAVAILABLE);
  }
}
