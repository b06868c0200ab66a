package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.AttemptException.Health;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Turns a response of one upstream into an answer, a redirect or a failure, and passes on to budget
 * and call guard what it says about rate limits and pauses. Thread safe.
 */
final class ResponseHandler {

  static final int MAX_REDIRECTS = 3;
  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(30);

  private final UpstreamProfile upstream;
  private final Budget budget;
  private final CallGuard guard;
  private final Clock clock;
  private final StatusMapping statusMapping;

  ResponseHandler(UpstreamProfile upstream, Budget budget, CallGuard guard, Clock clock) {
    this.upstream = upstream;
    this.budget = budget;
    this.guard = guard;
    this.clock = clock;
    statusMapping = new StatusMapping(upstream);
  }

  /**
   * @param redirects how many redirects of the call were followed before
   */
  <T> AttemptResult<T> handle(
      Request request, UpstreamResponse response, FetchSpec<T> spec, int redirects)
      throws AttemptException {
    RetryAfter retryAfter = new RetryAfter(response.headers(), clock);
    Long remaining = retryAfter.remaining();
    if (remaining != null) {
      budget.observe(remaining, retryAfter.reset());
    }
    if (response.isRedirect()) {
      return new AttemptResult.Redirected<>(redirect(request, response, redirects));
    }
    if (response.status() == 304 && spec.call().validator() != null) {
      return new AttemptResult.Completed<>(new Answer.NotModified<>());
    }
    Json body = response.body();
    int status = upstream.envelope().status(response.status(), body);
    if (status != 200) {
      throw failure(status, body, spec.byId(), retryAfter);
    }
    if (!body.isPresent()) {
      throw AttemptException.unreadable(upstream.name() + " sent an answer that is not JSON.");
    }
    return new AttemptResult.Completed<>(
        new Answer.Value<>(decode(body, spec), response.validator()));
  }

  private <T> T decode(Json body, FetchSpec<T> spec) throws AttemptException {
    try {
      return spec.decoder().apply(body);
    } catch (MediaSourceException e) {
      Health health = e.kind() == Kind.UNREADABLE ? Health.UNHEALTHY : Health.HEALTHY;
      throw AttemptException.answered(
          e.kind(), String.valueOf(e.getMessage()), null, health, false);
    } catch (IllegalArgumentException e) {
      throw malformed(e, Health.UNHEALTHY);
    } catch (RuntimeException e) {
      // Probably a fault of the decoder: it must not open the breaker for other requests.
      throw malformed(e, Health.UNKNOWN);
    }
  }

  private AttemptException malformed(RuntimeException cause, Health health) {
    String message = upstream.name() + " sent a malformed answer.";
    return AttemptException.of(
        MediaSourceException.fromUpstream(Kind.UNREADABLE, message, null, cause), health, false);
  }

  private AttemptException failure(int status, Json body, boolean byId, RetryAfter retryAfter) {
    Duration wait = retryAfter.duration();
    if (status == 429) {
      wait = Objects.requireNonNullElseGet(wait, () -> untilReset(retryAfter));
      budget.pause(wait);
    } else if (status == 403 && upstream.pauseAfter403() != null) {
      wait = wait == null ? upstream.pauseAfter403() : wait;
      pause(wait);
    } else if (status >= 500 && wait != null) {
      pause(wait);
    }
    return statusMapping.failure(status, body.isPresent(), byId, wait);
  }

  /** The reset of the rate limit ends a 429, but says nothing about other failures. */
  private static Duration untilReset(RetryAfter retryAfter) {
    return Objects.requireNonNullElse(retryAfter.reset(), DEFAULT_PAUSE);
  }

  /** Pauses the guard, which knows the reason, and the budget, which other instances share. */
  private void pause(Duration time) {
    guard.pause(time);
    budget.pause(time);
  }

  /** Follows redirects within the same host, to the same port or to 443, never to http. */
  private Request redirect(Request request, UpstreamResponse response, int redirects)
      throws AttemptException {
    String location = response.headers().get("Location");
    HttpUrl from = request.url();
    HttpUrl to = location == null ? null : from.resolve(location);
    boolean sameHost =
        to != null
            && to.host().equals(from.host())
            && (to.isHttps() || !from.isHttps())
            && (to.port() == from.port() || (to.isHttps() && to.port() == 443));
    boolean keepsMethod = response.status() >= 307 || "GET".equals(request.method());
    if (to == null || !sameHost || !keepsMethod || redirects >= MAX_REDIRECTS) {
      throw AttemptException.unreadable(
          "%s sent a redirect that is not followed (HTTP %d). Check its URL."
              .formatted(upstream.name(), response.status()));
    }
    return request.newBuilder().url(to).build();
  }
}
