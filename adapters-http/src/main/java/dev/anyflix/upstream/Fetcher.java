package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.upstream.AttemptException.Health;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of one upstream: fetches JSON within the deadline of the call, the budget and the
 * circuit breaker, and turns every failure into a {@link MediaSourceException}.
 *
 * <p>All requests must be reads, because a failed one may be sent a second time. Redirects are
 * followed within the same host only. Thread safe; never waits for the budget, and a moment for
 * calls in flight to end.
 */
public final class Fetcher {

  private static final int MAX_IN_FLIGHT = 64;
  private static final Duration IN_FLIGHT_RETRY = Duration.ofSeconds(1);

  /**
   * How long a call that users wait for waits until one in flight has ended. Short, so that calls
   * of a slow upstream do not take the threads of the others.
   */
  private static final Duration IN_FLIGHT_WAIT = Duration.ofSeconds(2);

  private final UpstreamProfile upstream;
  private final UpstreamConfig config;
  private final String userAgent;
  private final Clock clock;
  private final HttpTransport transport;
  private final ResponseHandler responseHandler;
  private final CallGuard guard;
  private final CallMetrics metrics;
  private final Semaphore inFlight;

  public Fetcher(SharedHttp http, UpstreamProfile upstream, UpstreamConfig config) {
    this.upstream = upstream;
    this.config = config;
    userAgent = http.userAgent();
    clock = http.clock();
    transport =
        new HttpTransport(http.client(config.timeout()), http.largeBodies(), upstream.name());
    guard = new CallGuard(upstream.name(), config.budget(), clock);
    responseHandler = new ResponseHandler(upstream, config.budget(), guard, clock);
    metrics = new CallMetrics(upstream, http.listener(), clock);
    inFlight =
        new Semaphore((int) Math.max(1, Math.min(MAX_IN_FLIGHT, config.budget().limit())), true);
  }

  /** A builder with the base URL of the upstream, to add path and query to. */
  public HttpUrl.Builder address() {
    return HttpUrl.get(config.url().toString()).newBuilder();
  }

  /**
   * Fetches what always exists, such as a list.
   *
   * @param request a read
   * @param decoder turns the JSON into the value; throws {@link MediaSourceException}, or {@link
   *     IllegalArgumentException} when the JSON is malformed
   * @throws MediaSourceException when the call fails; no other exception is thrown
   */
  public <T> Answer<T> fetch(Request request, Call call, Function<Json, T> decoder) {
    return fetch(request, new FetchSpec<>(call, false, decoder));
  }

  /** As {@link #fetch}, but for one medium by its id, which may not exist. */
  public <T> Answer<T> fetchById(Request request, Call call, Function<Json, T> decoder) {
    return fetch(request, new FetchSpec<>(call, true, decoder));
  }

  private <T> Answer<T> fetch(Request request, FetchSpec<T> spec) {
    if (!enter(spec.call())) {
      metrics.recordNotSent(Outcome.BUDGET_SPENT);
      throw guard.budgetSpent(IN_FLIGHT_RETRY).failure();
    }
    try {
      return guarded(withHeaders(request, spec.call()), spec);
    } catch (AttemptException e) {
      throw e.failure();
    } finally {
      inFlight.release();
    }
  }

  /** Waits for room among the calls in flight; false where there is none in time. */
  private boolean enter(Call call) {
    if (inFlight.tryAcquire()) {
      return true;
    }
    if (call.urgency() == Urgency.BACKGROUND) {
      return false;
    }
    Duration left = Duration.between(clock.instant(), call.deadline());
    Duration wait = left.compareTo(IN_FLIGHT_WAIT) < 0 ? left : IN_FLIGHT_WAIT;
    try {
      return inFlight.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The state of the upstream; sends nothing.
   *
   * @param missing what to report when a setting is missing, or null when none is
   */
  public SourceStatus status(String kind, @Nullable String missing) {
    Budget budget = config.budget();
    return new SourceStatus(
        upstream.id(),
        upstream.name(),
        kind,
        address(config.url()),
        missing == null ? guard.availability() : Availability.notConfigured(missing),
        guard.breakerState(),
        budget.limit(),
        budget.left(),
        budget.period(),
        metrics.requests(),
        metrics.errors());
  }

  /** The address without user, password and query. */
  private static String address(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getScheme() + "://" + url.getHost() + port + path;
  }

  private Request withHeaders(Request request, Call call) {
    Request.Builder builder =
        request.newBuilder().header("User-Agent", userAgent).header("Accept", "application/json");
    upstream.headers().forEach(builder::header);
    String validator = call.validator();
    if (validator != null && UpstreamResponse.isEntityTag(validator)) {
      builder.header("If-None-Match", validator);
    }
    return builder.build();
  }

  /** Ends the call at the guard whatever is thrown; an {@link Error} proves nothing. */
  private <T> Answer<T> guarded(Request request, FetchSpec<T> spec) throws AttemptException {
    begin();
    boolean ended = false;
    try {
      Answer<T> answer = fetchWithRetry(request, spec);
      ended = true;
      guard.end(null);
      return answer;
    } catch (AttemptException e) {
      ended = true;
      guard.end(e);
      throw e;
    } finally {
      if (!ended) {
        guard.abandon();
      }
    }
  }

  private <T> Answer<T> fetchWithRetry(Request first, FetchSpec<T> spec) throws AttemptException {
    Instant timeout = clock.instant().plus(config.timeout());
    Instant deadline = spec.call().deadline();
    Instant end = deadline.isBefore(timeout) ? deadline : timeout;
    Request request = first;
    AttemptException earlier = null;
    int redirects = 0;
    while (true) {
      try {
        AttemptResult<T> result = attempt(request, spec, end, redirects);
        if (result instanceof AttemptResult.Completed<T> completed) {
          return completed.answer();
        }
        request = ((AttemptResult.Redirected<T>) result).request();
        redirects++;
      } catch (AttemptException e) {
        if (earlier != null) {
          throw e.health() == Health.UNKNOWN ? earlier : e;
        }
        if (!e.isRetryable() || !waitBeforeRetry(end)) {
          throw e;
        }
        earlier = e;
      }
    }
  }

  private <T> AttemptResult<T> attempt(
      Request request, FetchSpec<T> spec, Instant end, int redirects) throws AttemptException {
    Duration left = Duration.between(clock.instant(), end);
    if (left.isNegative() || left.isZero()) {
      metrics.recordNotSent(Outcome.TIMED_OUT);
      throw deadlineExceeded();
    }
    permit(spec.call());
    Instant start = clock.instant();
    Outcome outcome = Outcome.UNREADABLE;
    try {
      UpstreamResponse response = transport.send(request, left);
      AttemptResult<T> result = responseHandler.handle(request, response, spec, redirects);
      outcome = result.outcome();
      return result;
    } catch (AttemptException e) {
      outcome = e.outcome();
      throw isCutShort(e, left) ? deadlineExceeded() : e;
    } finally {
      metrics.recordSent(outcome, start);
    }
  }

  private void begin() throws AttemptException {
    try {
      guard.begin();
    } catch (AttemptException e) {
      metrics.recordNotSent(e.outcome());
      throw e;
    }
  }

  private void permit(Call call) throws AttemptException {
    try {
      guard.permit(call);
    } catch (AttemptException e) {
      metrics.recordNotSent(e.outcome());
      throw e;
    }
  }

  /** Whether the attempt timed out with less than half of the usual timeout at its disposal. */
  private boolean isCutShort(AttemptException failure, Duration left) {
    return failure.outcome() == Outcome.TIMED_OUT
        && left.multipliedBy(2).compareTo(config.timeout()) < 0;
  }

  private AttemptException deadlineExceeded() {
    String message = upstream.name() + " did not answer in time.";
    return AttemptException.local(Kind.TIMED_OUT, message, Health.UNKNOWN, false);
  }

  private boolean waitBeforeRetry(Instant end) {
    long millis = ThreadLocalRandom.current().nextLong(50, 250);
    if (clock.instant().plusMillis(millis).isAfter(end)) {
      return false;
    }
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
