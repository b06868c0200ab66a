package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.FailedAttempt.Blame;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Makes an answer, a redirect or a failure of a response, and tells budget and gate what the
 * upstream says about them. Thread safe.
 */
final class Judge {

  static final int MAX_REDIRECTS = 3;
  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(30);

  private final UpstreamProfile upstream;
  private final Budget budget;
  private final Gate gate;
  private final Clock clock;
  private final Verdict verdict;

  Judge(UpstreamProfile upstream, Budget budget, Gate gate, Clock clock) {
    this.upstream = upstream;
    this.budget = budget;
    this.gate = gate;
    this.clock = clock;
    verdict = new Verdict(upstream);
  }

  FailedAttempt senseless() {
    return verdict.unreadable(upstream.name() + " sent an answer that makes no sense");
  }

  <T> Step<T> of(Request request, Received received, Question<T> question, int redirects)
      throws FailedAttempt {
    RetryAfter again = new RetryAfter(received.headers(), clock);
    Long remaining = again.remaining();
    if (remaining != null) {
      budget.observe(remaining, again.reset());
    }
    if (received.redirects()) {
      return new Step.Moved<>(redirected(request, received, redirects));
    }
    if (received.status() == 304 && question.call().validator() != null) {
      return new Step.Done<>(new Answer.NotModified<>());
    }
    Json body = received.body();
    int status = upstream.envelope().status(received.status(), body);
    if (status != 200) {
      throw refused(status, body, question.byId(), again);
    }
    if (!body.present()) {
      throw verdict.unreadable(upstream.name() + " sent an answer that is no JSON");
    }
    try {
      T value = question.translation().apply(body);
      return new Step.Done<>(new Answer.Value<>(value, received.validator()));
    } catch (MediaSourceException e) {
      throw FailedAttempt.of(e, e.kind() == Kind.UNREADABLE ? Blame.UPSTREAM : Blame.NOBODY, false);
    } catch (IllegalArgumentException e) {
      throw senseless();
    }
  }

  private FailedAttempt refused(int status, Json body, boolean byId, RetryAfter again) {
    Duration wait = again.duration();
    if (status == 429) {
      wait = Objects.requireNonNullElseGet(wait, () -> limited(again));
      budget.pause(wait);
    } else if (status == 403 && upstream.coolDownAfter403() != null) {
      wait = wait == null ? upstream.coolDownAfter403() : wait;
      leaveAlone(wait);
    } else if (status >= 500 && wait != null) {
      leaveAlone(wait);
    }
    return verdict.of(status, body.present(), byId, wait);
  }

  /**
   * When the limit resets matters to a call beyond it; other failures have nothing to do with it.
   */
  private static Duration limited(RetryAfter again) {
    return Objects.requireNonNullElse(again.reset(), DEFAULT_PAUSE);
  }

  /** The gate knows why; the budget tells those who share it. */
  private void leaveAlone(Duration time) {
    gate.coolDown(time);
    budget.pause(time);
  }

  /** To the same host only, and never from a secure connection to an open one. */
  private Request redirected(Request request, Received received, int redirects)
      throws FailedAttempt {
    String location = received.headers().get("Location");
    HttpUrl from = request.url();
    HttpUrl to = location == null ? null : from.resolve(location);
    boolean sameHost =
        to != null
            && to.host().equals(from.host())
            && (to.isHttps() == from.isHttps() ? to.port() == from.port() : to.isHttps());
    boolean keepsMethod = received.status() >= 307 || "GET".equals(request.method());
    if (to == null || !sameHost || !keepsMethod || redirects >= MAX_REDIRECTS) {
      throw verdict.unreadable(upstream.name() + " points to somewhere else");
    }
    return request.newBuilder().url(to).build();
  }
}
