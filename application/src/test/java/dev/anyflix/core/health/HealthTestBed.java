package dev.anyflix.core.health;

import dev.anyflix.core.LoadExecutor;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.TestParts;
import dev.anyflix.core.tier.SharedState;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.domain.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A read-through over AniList and TMDB, whose answers and availability a test sets. */
final class HealthTestBed implements AutoCloseable {

  static final String ANILIST_URL = "https://anilist.example";
  static final Duration TTL = Duration.ofHours(1);

  private static final Media BEBOP =
      Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop")).build();

  final ManualClock clock = new ManualClock();
  final FakeSharedStore store = new FakeSharedStore(clock);
  final TieredCache cache;
  final History history;
  Availability ofAniList = Availability.ok();
  Availability ofTmdb = Availability.ok();

  private final ExecutorService executor = LoadExecutor.create();
  private final ReadThrough readThrough;
  private final Operations operations;
  private @Nullable MediaSourceException failure;
  private int nextId = 1000;

  /**
   * @param isShared whether there is a shared cache, which is up
   */
  HealthTestBed(boolean isShared) {
    cache =
        new TieredCache(
            new FakeCache(clock),
            isShared ? store : null,
            new TieredCache.Limits(100_000, Duration.ofDays(1), Duration.ofMillis(200)),
            clock);
    readThrough =
        new ReadThrough(
            TestParts.parts(cache, source -> null, executor, clock, () -> 0), TestParts.policy(0));
    var anilist =
        new FakeAniList(
            (id, call) -> answer(),
            (list, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));
    var tmdb = new FakeTmdb((id, call) -> answer(), (list, call) -> Answer.of(null));
    operations = new Operations(anilist, tmdb, List.of(), TestParts.ttls(TTL));
    history = new History(readThrough, cache, operations, sources(), clock);
    cache.start();
    if (isShared) {
      Awaitility.await().until(() -> cache.state() == SharedState.UP);
    }
  }

  private Answer<Media> answer() {
    if (failure != null) {
      throw failure;
    }
    return Answer.of(BEBOP);
  }

  List<MediaSource> sources() {
    return List.of(
        () -> status("anilist", "AniList", ANILIST_URL, ofAniList),
        () -> status("tmdb", "TMDB", null, ofTmdb));
  }

  private static SourceStatus status(
      String id, String name, @Nullable String address, Availability availability) {
    return new SourceStatus(
        id, name, "metadata", address, availability, "closed", 0, 0, Duration.ofMinutes(1), 0, 0);
  }

  private void read(int id) {
    var unused =
        readThrough
            .readAsync(readThrough.request(operations.anilistMedia, new MediaById(id)))
            .handle((answer, thrown) -> thrown)
            .join();
  }

  /** Reads the anime 1 so often; the first time is a miss. */
  void answer(int count) {
    failure = null;
    for (int i = 0; i < count; i++) {
      read(1);
    }
  }

  /** Reads so many anime in vain. */
  void fail(int count) {
    fail(count, Kind.UNAVAILABLE);
  }

  void fail(int count, Kind kind) {
    failure = MediaSourceException.fromUpstream(kind, "AniList down.", null, null);
    for (int i = 0; i < count; i++) {
      read(nextId++);
    }
  }

  /** Reads the anime 1 when it is past its TTL and AniList is down. */
  void readStale() {
    clock.advance(TTL.plusSeconds(1));
    failure = MediaSourceException.fromUpstream(Kind.UNAVAILABLE, "AniList down.", null, null);
    read(1);
  }

  /** Reads an anime that only the shared cache has. */
  void readShared() {
    int id = nextId++;
    var request = readThrough.request(operations.anilistMedia, new MediaById(id));
    CacheKey key = request.key();
    store.editByHand(
        key,
        CacheEntry.found(
            request.text(),
            cache.generation(key.prefix()),
            clock.instant(),
            TTL,
            null,
            new Body("{}".getBytes(StandardCharsets.UTF_8))));
    read(id);
  }

  @Override
  public void close() {
    readThrough.close();
    cache.close();
    executor.shutdownNow();
  }
}
