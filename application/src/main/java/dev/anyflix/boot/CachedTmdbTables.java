package dev.anyflix.boot;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.TmdbGenreList;
import dev.anyflix.domain.media.TmdbGenres;
import dev.anyflix.domain.media.TmdbTables;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TMDB's tables, read through the cache. Thread safe.
 *
 * <p>The adapter of TMDB needs them and the cache needs the adapter, so that the cache is connected
 * after both are created; before, there are no tables.
 */
final class CachedTmdbTables implements TmdbTables {

  private static final Logger log = LoggerFactory.getLogger(CachedTmdbTables.class);

  private final Clock clock;
  private volatile @Nullable Cache cache;

  private record Cache(ReadThrough readThrough, Operations operations) {}

  CachedTmdbTables(Clock clock) {
    this.clock = clock;
  }

  void connect(ReadThrough readThrough, Operations operations) {
    cache = new Cache(readThrough, operations);
  }

  @Override
  public @Nullable ImageConfiguration images(Call call) {
    Cache connected = cache;
    return connected == null
        ? null
        : read(
            connected,
            connected.operations().tmdbConfiguration,
            new Operations.NoParameters(),
            call);
  }

  @Override
  public @Nullable TmdbGenres genres(LanguageTag language, Call call) {
    Cache connected = cache;
    return connected == null
        ? null
        : read(connected, connected.operations().tmdbGenres, new TmdbGenreList(language), call);
  }

  private <Q extends Record, R extends Record> @Nullable R read(
      Cache connected, CachedOperation<Q, R> operation, Q request, Call call) {
    if (!connected.operations().tmdbEnabled()) {
      return null;
    }
    try {
      return connected
          .readThrough()
          .lookUpAnswer(CachedRequest.of(operation, request))
          .get(patience(call).toMillis(), TimeUnit.MILLISECONDS)
          .value();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("{} is not available; answers lack what it holds", operation.prefix(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** Half of the time that the call has left, so that the rest is enough for the call itself. */
  private Duration patience(Call call) {
    Duration left = Duration.between(clock.instant(), call.deadline());
    return left.isNegative() ? Duration.ZERO : left.dividedBy(2);
  }
}
