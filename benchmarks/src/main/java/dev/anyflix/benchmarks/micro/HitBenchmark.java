package dev.anyflix.benchmarks.micro;

import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.LoadTimer;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.SteadyClock;
import dev.anyflix.core.tier.CacheHit;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.memory.CaffeineCache;
import dev.anyflix.web.JsonCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The steps of a memory hit: the key, the memory tier, the tiered cache, the read-through. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HitBenchmark {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final Clock clock = new SteadyClock();
  private final CaffeineCache memory = new CaffeineCache(64 << 20);
  private final TieredCache cache =
      new TieredCache(memory, null, new TieredCache.Limits(1 << 20, DAY, TIMEOUT), clock);
  private final MediaPage empty = new MediaPage(List.of(), 1, 20, false);
  private final Operations operations =
      new Operations(
          new FakeAniList(
              (request, call) -> Answer.of(media(request)), (request, call) -> Answer.of(empty)),
          new FakeTmdb(
              (detail, call) -> Answer.of(media(new MediaById(detail.id()))),
              (request, call) -> Answer.of(empty)),
          List.of(),
          new Operations.Ttls(DAY, DAY, DAY, DAY, DAY, DAY, DAY, DAY, DAY, DAY, DAY, DAY, DAY));
  private final ReadThrough readThrough =
      new ReadThrough(
          new ReadThrough.Parts(
              cache,
              source -> null,
              new JsonCodec()::encode,
              new JsonCodec()::decode,
              executor,
              (delay, task) -> {},
              prefix -> new NoTimer(),
              clock,
              () -> 0),
          new ReadThrough.Policy(true, DAY, false, 0, TIMEOUT, TIMEOUT, false));
  private final MediaById request = new MediaById(1);
  private final CachedRequest<?, ?> cached = readThrough.request(operations.anilistMedia, request);
  private final CacheKey key = cached.key();
  private final AniListSearch search =
      new AniListSearch(
          "cowboy bebop",
          MediaKind.ANIME,
          null,
          null,
          null,
          1998,
          List.of("Action"),
          List.of(),
          MediaSort.SCORE_DESC,
          false,
          1,
          20);

  /** Records no load. */
  private record NoTimer() implements LoadTimer {
    @Override
    public void record(Duration time) {}

    @Override
    public long count() {
      return 0;
    }

    @Override
    public double percentileMillis(double share) {
      return 0;
    }
  }

  private static Media media(MediaById request) {
    String id = Integer.toString(request.id());
    return Media.builder("anilist:" + id, "anilist", id, MediaKind.ANIME, Title.of("Number " + id))
        .build();
  }

  @Setup
  public void load() {
    readThrough.readAsync(cached).join();
  }

  @TearDown
  public void close() {
    readThrough.close();
    cache.close();
    executor.shutdownNow();
  }

  @Benchmark
  public @Nullable CacheEntry memoryTier() {
    return memory.get(key);
  }

  @Benchmark
  public @Nullable CacheHit tieredCache() {
    return cache.findNear(key);
  }

  @Benchmark
  public @Nullable CachedResponse readThrough() {
    return readThrough.readNear(cached);
  }

  @Benchmark
  public CacheKey keyOfMedia() {
    return operations.anilistMedia.keyOf(request);
  }

  @Benchmark
  public CacheKey keyOfSearch() {
    return operations.anilistSearch.keyOf(search);
  }
}
