package dev.anyflix.core;

import dev.anyflix.core.tier.SharedState;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.memory.CaffeineCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.DoubleSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One instance of the core, tiers and read-through, over an {@link Oracle}. */
final class Instance implements AutoCloseable {

  static final String PREFIX = "tmdb_movie_details";
  static final Duration TTL = Duration.ofSeconds(1000);
  static final Duration STALE_FOR = Duration.ofHours(24);
  static final Duration NEGATIVE_TTL = Duration.ofSeconds(300);

  final TieredCache cache;
  private final ExecutorService loads = LoadExecutor.create();
  private final ReadThrough readThrough;
  private final CachedOperation<MediaById, Media> operation;

  Instance(Oracle oracle, ManualClock clock, SharedCache.@Nullable Connector shared) {
    this(oracle, clock, shared, 0, () -> 0.5);
  }

  Instance(
      Oracle oracle,
      ManualClock clock,
      SharedCache.@Nullable Connector shared,
      int jitterPercent,
      DoubleSupplier random) {
    cache =
        new TieredCache(
            new CaffeineCache(16 << 20, () -> clock.millis() * 1_000_000),
            shared,
            new TieredCache.Limits(1 << 20, STALE_FOR, Duration.ofMillis(200)),
            clock);
    readThrough =
        new ReadThrough(
            TestParts.parts(cache, source -> null, loads, clock, random),
            TestParts.policy(jitterPercent));
    operation =
        new CachedOperation<>("test", PREFIX, TTL, "Test.media", "", Media.class, oracle::media);
    cache.start();
    if (shared != null) {
      awaitState(SharedState.UP);
    }
  }

  CachedResponse read(int id) {
    return joined(readAsync(id));
  }

  CompletableFuture<CachedResponse> readAsync(int id) {
    return readThrough.readAsync(readThrough.request(operation, new MediaById(id)));
  }

  /** The answer that memory holds; null when there is none. */
  @Nullable CachedResponse readNear(int id) {
    return readThrough.readNear(readThrough.request(operation, new MediaById(id)));
  }

  void abandonWaits() {
    readThrough.abandonWaits();
  }

  /** Reads the value of an answer. */
  CompletableFuture<CachedAnswer<Media>> answerAsync(int id) {
    return readThrough.readAnswer(readThrough.request(operation, new MediaById(id)), "client");
  }

  /** The value that memory or the shared cache holds; null when there is none. */
  @Nullable Media peek(int id) {
    return readThrough.peekAsync(readThrough.request(operation, new MediaById(id))).join();
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Loads in the background, as a warm-up does. */
  void warm(int id) {
    joined(readThrough.background().refresh(readThrough.request(operation, new MediaById(id))));
  }

  /** The version of the answer that a reader sees. */
  String version(int id) {
    return versionOf(read(id));
  }

  static String versionOf(CachedResponse served) {
    String json = new String(served.entry().body().bytes(), StandardCharsets.UTF_8);
    return json.replaceAll("(?s).*\"(version \\d+)\".*", "$1");
  }

  CacheKey key(int id) {
    return operation.keyOf(new MediaById(id));
  }

  String text(int id) {
    return operation.textOf(new MediaById(id));
  }

  void clear() {
    cache.clear(Set.of(PREFIX));
  }

  OperationStats stats() {
    return readThrough.stats().of(PREFIX);
  }

  void awaitState(SharedState state) {
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> cache.state() == state);
  }

  @Override
  public void close() {
    loads.shutdownNow();
    readThrough.close();
    cache.close();
  }
}
