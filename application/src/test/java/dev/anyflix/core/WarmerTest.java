package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeProvider;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WarmerTest {

  private static final Media BEBOP =
      Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop")).build();

  private final ManualClock clock = new ManualClock();
  private final ExecutorService executor = LoadExecutor.create();
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private volatile @Nullable MediaSourceException failure;
  private volatile boolean isFrozen;

  private final FakeAniList anilist =
      new FakeAniList((id, call) -> Answer.of(BEBOP), (list, call) -> page());
  private final FakeTmdb tmdb =
      new FakeTmdb((id, call) -> Answer.of(BEBOP), (list, call) -> page());
  private final FakeProvider provider =
      new FakeProvider("shelf", (id, call) -> Answer.of(BEBOP), (list, call) -> page());
  private final TieredCache cache =
      new TieredCache(
          new FakeCache(clock),
          null,
          new TieredCache.Limits(100_000, Duration.ofDays(1), Duration.ofMillis(200)),
          clock);
  private final ReadThrough readThrough =
      new ReadThrough(
          TestParts.parts(cache, source -> null, executor, clock, () -> 0), TestParts.policy(0));
  private final Operations operations =
      new Operations(anilist, tmdb, List.of(provider), TestParts.TTLS);
  private final Warmer warmer = new Warmer(readThrough, operations, clock);

  @AfterEach
  void close() {
    released.countDown();
    warmer.close();
    readThrough.close();
    cache.close();
    executor.shutdownNow();
  }

  private Answer<MediaPage> page() {
    calls.incrementAndGet();
    if (isFrozen) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    MediaSourceException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    return Answer.of(new MediaPage(List.of(BEBOP), 1, 20, false));
  }

  private Warmer.Progress warm() {
    int total = warmer.start();
    Awaitility.await().until(() -> !warmer.progress().running());
    assertThat(warmer.progress().total()).isEqualTo(total);
    return warmer.progress();
  }

  private boolean isCached(CachedRequest<?, ?> request) {
    return cache.findNear(request.key()) != null;
  }

  @Test
  void listsAreLoadedOnceAndNotAgainWhileTheyAreFresh() {
    Warmer.Progress progress = warm();

    assertThat(progress.done()).isEqualTo(progress.total()).isPositive();
    assertThat(progress.failed()).isZero();
    assertThat(progress.current()).isNull();
    assertThat(
            isCached(
                readThrough.request(
                    operations.providers().get("shelf").popular, new ProviderPage(1))))
        .isTrue();
    assertThat(
            isCached(
                readThrough.request(
                    operations.providers().get("shelf").latest, new ProviderPage(1))))
        .isTrue();

    int before = calls.get();
    assertThat(warm().done()).isEqualTo(progress.total());
    assertThat(calls).hasValue(before);
  }

  @Test
  void mostFrequentRequestsAreLoadedToo() {
    int lists = warm().total();
    var frequent = new ProviderPage(7);
    CachedRequest<?, ?> request =
        readThrough.request(operations.providers().get("shelf").popular, frequent);
    for (int i = 0; i < 500; i++) {
      readThrough.readAsync(request).join();
    }
    clock.advance(Duration.ofHours(2));

    assertThat(warm().total()).isEqualTo(lists + 1);
    assertThat(cache.findNear(request.key()).entry().isFresh(clock.instant())).isTrue();
  }

  @Test
  void listsThatCannotBeLoadedAreCountedAndTheOthersFollow() {
    failure = new MediaSourceException(Kind.UNAVAILABLE, "down");
    Warmer.Progress progress = warm();

    assertThat(progress.done()).isEqualTo(progress.total());
    assertThat(progress.failed()).isBetween(1, progress.total());
    assertThat(calls.get()).isLessThanOrEqualTo(progress.total());
  }

  @Test
  void listWhoseBudgetIsSpentForLongIsLeftOut() {
    failure = new MediaSourceException(Kind.RATE_LIMITED, "spent", Duration.ofSeconds(31), null);

    assertThat(warm().failed()).isPositive();
  }

  @Test
  void secondWarmUpIsTheOneUnderWay() {
    isFrozen = true;
    int total = warmer.start();
    Awaitility.await().until(() -> warmer.progress().current() != null);

    assertThat(warmer.start()).isEqualTo(total);
    assertThat(warmer.progress().running()).isTrue();
    assertThat(warmer.progress().current()).isEqualTo("anilist_trending");
    assertThat(calls).hasValue(1);
  }

  @Test
  void closedWarmerLoadsNothing() {
    warmer.close();
    assertThat(warm().done()).isZero();
    assertThat(calls).hasValue(0);
  }
}
