package dev.anyflix.core;

import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides when another source answers a request in place of its own. Thread safe. */
final class Fallbacks {

  private final Function<String, @Nullable CallQueue> queues;
  private final Clock clock;

  /**
   * @param queues the queue of a source's budget by the source's id; null for a source without one
   */
  Fallbacks(Function<String, @Nullable CallQueue> queues, Clock clock) {
    this.queues = queues;
    this.clock = clock;
  }

  /**
   * The request to another source after a failure of the request's own.
   *
   * @return null where the failure concerns this request alone or no other source answers it
   */
  <Q extends Record, R> @Nullable CachedRequest<?, R> requestFor(
      CachedRequest<Q, R> request, Throwable failure) {
    CachedOperation.Fallback<Q, R> fallback = request.operation().fallback();
    return fallback != null && isUnavailable(request, failure)
        ? fallback.request().apply(request.request())
        : null;
  }

  /**
   * Whether a failure says that the source is unavailable to all. A spent budget does not, unless
   * the source itself has paused calls, which other instances learn from the shared budget.
   */
  private boolean isUnavailable(CachedRequest<?, ?> request, Throwable failure) {
    if (!(failure instanceof MediaSourceException known)) {
      return false;
    }
    CallQueue queue = queues.apply(request.operation().source());
    return switch (known.kind()) {
      case UNAVAILABLE, TIMED_OUT -> true;
      case RATE_LIMITED -> queue != null && queue.isPaused();
      case NOT_FOUND, REJECTED, UNREADABLE, NOT_CONFIGURED, STOPPING -> false;
    };
  }

  /**
   * The failure that a call of a source with a fallback would end with because calls are paused.
   * Without the attempt, requests do not spend the budget that the source needs when it is back.
   */
  @Nullable MediaSourceException pauseOf(CachedRequest<?, ?> request) {
    CachedOperation.Fallback<?, ?> fallback = request.operation().fallback();
    Availability availability = fallback == null ? null : fallback.availability().get();
    Instant next = availability == null ? null : availability.nextAttemptAt();
    if (availability == null || next == null || !clock.instant().isBefore(next)) {
      return null;
    }
    return new MediaSourceException(
        Kind.UNAVAILABLE,
        String.valueOf(availability.reason()),
        Duration.between(clock.instant(), next),
        null);
  }
}
