package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.upstream.FailedAttempt.Blame;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The way to one upstream: asks for JSON within the caller's deadline, the upstream's budget and
 * its circuit breaker, and turns whatever goes wrong into a {@link MediaSourceException}.
 *
 * <p>All requests must be reads, for one that failed on the way may be sent once more. Redirects
 * are followed within the same host only. Thread safe; nobody waits in it for the budget.
 */
public final class Fetcher {

  private static final int MAX_IN_FLIGHT = 64;
  private static final Duration IN_FLIGHT_RETRY = Duration.ofSeconds(1);

  private final UpstreamProfile upstream;
  private final UpstreamConfig config;
  private final String userAgent;
  private final Clock clock;
  private final Exchange exchange;
  private final Judge judge;
  private final Gate gate;
  private final Tally tally;
  private final Semaphore inFlight;

  public Fetcher(SharedHttp http, UpstreamProfile upstream, UpstreamConfig config) {
    this.upstream = upstream;
    this.config = config;
    userAgent = http.userAgent();
    clock = http.clock();
    exchange = new Exchange(http.client(config.timeout()), upstream.name());
    gate = new Gate(upstream.name(), config.budget(), clock);
    judge = new Judge(upstream, config.budget(), gate, clock);
    tally = new Tally(upstream, http.listener(), clock);
    inFlight = new Semaphore((int) Math.max(1, Math.min(MAX_IN_FLIGHT, config.budget().limit())));
  }

  /** The upstream's address, to which paths and queries are added. */
  public HttpUrl.Builder address() {
    return HttpUrl.get(config.url().toString()).newBuilder();
  }

  /**
   * Asks for a list, or for another thing that is always there, and translates it.
   *
   * @param request a read
   * @param translation makes the answer; may throw {@link MediaSourceException}, and {@link
   *     IllegalArgumentException} when the JSON makes no sense
   * @throws MediaSourceException when there is no answer
   */
  public <T> Answer<T> fetch(Request request, Call call, Function<Json, T> translation) {
    return ask(request, new Question<>(call, false, translation));
  }

  /** As {@link #fetch}, but for one thing by its id, which the upstream may not know. */
  public <T> Answer<T> fetchById(Request request, Call call, Function<Json, T> translation) {
    return ask(request, new Question<>(call, true, translation));
  }

  private <T> Answer<T> ask(Request request, Question<T> question) {
    if (!inFlight.tryAcquire()) {
      tally.notMade(Outcome.BUDGET_SPENT);
      throw gate.spent(IN_FLIGHT_RETRY).shown();
    }
    try {
      return answer(dressed(request, question.call()), question);
    } finally {
      inFlight.release();
    }
  }

  /**
   * How the upstream is doing.
   *
   * @param missing what to say when a setting is missing, or null when none is
   */
  public SourceStatus status(String kind, @Nullable String missing) {
    Budget budget = config.budget();
    return new SourceStatus(
        upstream.id(),
        upstream.name(),
        kind,
        missing == null,
        missing == null ? gate.closedBecause() : missing,
        gate.breakerState(),
        budget.limit(),
        budget.left(),
        budget.period(),
        tally.requests(),
        tally.errors());
  }

  private Request dressed(Request request, Call call) {
    Request.Builder dressed =
        request.newBuilder().header("User-Agent", userAgent).header("Accept", "application/json");
    upstream.headers().forEach(dressed::header);
    String validator = call.validator();
    if (validator != null && Received.canConfirm(validator)) {
      dressed.header("If-None-Match", validator);
    }
    return dressed.build();
  }

  private <T> Answer<T> answer(Request request, Question<T> question) {
    FailedAttempt failure = judge.senseless();
    try {
      enter();
    } catch (FailedAttempt e) {
      throw e.shown();
    }
    try {
      Answer<T> answer = persistently(request, question);
      failure = null;
      return answer;
    } catch (FailedAttempt e) {
      failure = e;
      throw e.shown();
    } finally {
      gate.leave(failure);
    }
  }

  private <T> Answer<T> persistently(Request first, Question<T> question) throws FailedAttempt {
    Instant patience = clock.instant().plus(config.timeout());
    Instant deadline = question.call().deadline();
    Instant end = deadline.isBefore(patience) ? deadline : patience;
    Request request = first;
    FailedAttempt earlier = null;
    int redirects = 0;
    while (true) {
      try {
        Step<T> step = attempt(request, question, end, redirects);
        if (step instanceof Step.Done<T> done) {
          return done.answer();
        }
        request = ((Step.Moved<T>) step).request();
        redirects++;
      } catch (FailedAttempt e) {
        if (earlier != null) {
          throw e.blame() == Blame.UNKNOWN ? earlier : e;
        }
        if (!e.retryable() || !waitBeforeRetry(end)) {
          throw e;
        }
        earlier = e;
      }
    }
  }

  private <T> Step<T> attempt(Request request, Question<T> question, Instant end, int redirects)
      throws FailedAttempt {
    Duration left = Duration.between(clock.instant(), end);
    if (left.isNegative() || left.isZero()) {
      tally.notMade(Outcome.TIMED_OUT);
      throw late();
    }
    pass(question.call());
    Instant began = clock.instant();
    Outcome outcome = Outcome.UNREADABLE;
    try {
      Step<T> step = judge.of(request, exchange.send(request, left), question, redirects);
      outcome = step.outcome();
      return step;
    } catch (FailedAttempt e) {
      outcome = e.outcome();
      throw hurried(e, left) ? late() : e;
    } finally {
      tally.made(outcome, began);
    }
  }

  private void enter() throws FailedAttempt {
    try {
      gate.enter();
    } catch (FailedAttempt e) {
      tally.notMade(e.outcome());
      throw e;
    }
  }

  private void pass(Call call) throws FailedAttempt {
    try {
      gate.pass(call.urgency());
    } catch (FailedAttempt e) {
      tally.notMade(e.outcome());
      throw e;
    }
  }

  /** Whether it was late for the caller, but had less than half of its usual time. */
  private boolean hurried(FailedAttempt failure, Duration left) {
    return failure.outcome() == Outcome.TIMED_OUT
        && left.multipliedBy(2).compareTo(config.timeout()) < 0;
  }

  private FailedAttempt late() {
    String message = upstream.name() + " took too long to answer";
    return FailedAttempt.of(Kind.TIMED_OUT, message, null, Blame.UNKNOWN, false);
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
