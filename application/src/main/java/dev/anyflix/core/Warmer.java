package dev.anyflix.core;

import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.MovieList;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.SeriesList;
import dev.anyflix.domain.media.TmdbGenreList;
import dev.anyflix.domain.media.TmdbMovieList;
import dev.anyflix.domain.media.TmdbSeriesList;
import dev.anyflix.domain.media.TmdbTrending;
import dev.anyflix.domain.media.TrendingWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the most frequent answers ahead of time: the lists, TMDB's tables, and the hottest
 * requests. Thread safe; one run at a time.
 *
 * <p>A warm-up takes its calls from what the budgets leave to the background, and waits where they
 * leave nothing. What is fresh is left alone; of several instances that share a cache, each answer
 * is loaded by one, as with any load.
 */
public final class Warmer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Warmer.class);
  private static final int HOTTEST = 50;
  private static final int TRIES = 5;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final ReadThrough readThrough;
  private final Operations operations;
  private final Clock clock;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(DaemonThreads.named("warmer"));
  private volatile Progress progress = new Progress(false, 0, 0, 0, null);

  /**
   * How far the last warm-up has come.
   *
   * @param running whether it is under way
   * @param total how many answers it is to see to
   * @param done how many it has seen to, the failed ones among them
   * @param failed how many could not be loaded
   * @param current the prefix that it is at, or null when it is not under way
   */
  public record Progress(
      boolean running, int total, int done, int failed, @Nullable String current) {}

  /**
   * @param clock tells the season and the day whose anime are loaded
   */
  public Warmer(ReadThrough readThrough, Operations operations, Clock clock) {
    this.readThrough = readThrough;
    this.operations = operations;
    this.clock = clock;
  }

  /** How far the last warm-up has come. */
  public Progress progress() {
    return progress;
  }

  /**
   * Begins a warm-up, unless one is under way.
   *
   * @return how many answers it is to see to
   */
  public synchronized int start() {
    if (progress.running()) {
      return progress.total();
    }
    List<CachedRequest<?, ?>> plan = readThrough.isCaching() ? plan() : List.of();
    progress = new Progress(true, plan.size(), 0, 0, null);
    try {
      thread.execute(() -> run(plan));
    } catch (RejectedExecutionException e) {
      progress = new Progress(false, plan.size(), 0, 0, null);
      log.debug("No warm-up while the service stops");
    }
    return plan.size();
  }

  private List<CachedRequest<?, ?>> plan() {
    var firstPage = new PageRequest(1, PageRequest.DEFAULT_PER_PAGE);
    List<CachedRequest<?, ?>> plan = new ArrayList<>();
    plan.add(readThrough.request(operations.anilistTrending, firstPage));
    plan.add(readThrough.request(operations.anilistPopular, firstPage));
    Instant now = clock.instant();
    int perPage = firstPage.perPage();
    plan.add(
        readThrough.request(
            operations.anilistSeason, AniListSeason.at(now, null, null, null, 1, perPage)));
    plan.add(readThrough.request(operations.anilistSchedule, AniListSchedule.ofDay(now, perPage)));
    plan.add(readThrough.request(operations.anilistGenres, new Operations.NoParameters()));
    if (operations.tmdbEnabled()) {
      addTmdb(plan);
    }
    for (Operations.ProviderOperations provider : operations.providers().values()) {
      if (provider.enabled()) {
        plan.add(readThrough.request(provider.popular, new ProviderPage(1)));
        plan.add(readThrough.request(provider.latest, new ProviderPage(1)));
      }
    }
    readThrough.stats().hotRequests(HOTTEST).forEach(hot -> plan.add(hot.request()));
    return plan;
  }

  /** The tables first, because they complete the lists. */
  private void addTmdb(List<CachedRequest<?, ?>> plan) {
    LanguageTag language = operations.tmdbLanguage();
    plan.add(readThrough.request(operations.tmdbConfiguration, new Operations.NoParameters()));
    plan.add(readThrough.request(operations.tmdbGenres, new TmdbGenreList(language)));
    for (MediaKind type : new @Nullable MediaKind[] {null, MediaKind.MOVIE, MediaKind.SERIES}) {
      var trending = new TmdbTrending(type, TrendingWindow.DAY, language, 1);
      plan.add(readThrough.request(operations.tmdbTrending, trending));
    }
    for (MovieList list : MovieList.values()) {
      var films = new TmdbMovieList(list, language, operations.tmdbRegion(), 1);
      plan.add(readThrough.request(operations.tmdbMovieList, films));
    }
    for (SeriesList list : SeriesList.values()) {
      var series = new TmdbSeriesList(list, language, 1);
      plan.add(readThrough.request(operations.tmdbSeriesList, series));
    }
  }

  private void run(List<CachedRequest<?, ?>> plan) {
    int done = 0;
    int failed = 0;
    try {
      for (CachedRequest<?, ?> step : plan) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        progress = new Progress(true, plan.size(), done, failed, step.operation().prefix());
        if (!loaded(step)) {
          failed++;
        }
        done++;
      }
      log.debug("Warmed {} answers, {} failed", done - failed, failed);
    } catch (InterruptedException e) {
      log.debug("Warm-up interrupted");
    } finally {
      progress = new Progress(false, plan.size(), done, failed, null);
    }
  }

  private boolean loaded(CachedRequest<?, ?> step) throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      try {
        readThrough.background().refresh(step).get();
        return true;
      } catch (ExecutionException failure) {
        if (!(failure.getCause() instanceof MediaSourceException e)) {
          throw new IllegalStateException("a refresh failed unexpectedly", failure.getCause());
        }
        log.debug("Warming {} failed: {}", step.operation().prefix(), e.getMessage());
        Duration wait = e.retryAfter();
        if (e.kind() != Kind.RATE_LIMITED || wait == null || wait.compareTo(LONGEST_WAIT) > 0) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(Math.max(Failures.REMEMBER_FOR.toMillis(), wait.toMillis()));
      }
    }
    return false;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
