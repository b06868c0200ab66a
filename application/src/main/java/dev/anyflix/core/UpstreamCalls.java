package dev.anyflix.core;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.budget.BudgetSpentException;
import dev.anyflix.domain.budget.CallPermit;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of upstreams, each as soon as the budget of its source grants it. Thread safe.
 *
 * <p>Calls of an operation that answers several requests at once travel together; see {@link
 * BatchedCalls}.
 */
final class UpstreamCalls {

  private final Function<String, @Nullable CallQueue> queues;
  private final Executor executor;
  private final CallQueue.Timer timer;
  private final Duration timeout;
  private final Clock clock;
  private final LookupsFactory lookups;
  private final Map<CachedOperation<?, ?>, BatchedCalls<?, ?>> batches = new ConcurrentHashMap<>();

  /** Makes the lookups of one load. */
  interface LookupsFactory {
    Lookups of(String client, Instant deadline);
  }

  /**
   * @param queues the queue of a source's budget by the source's id; null for a source without one
   * @param executor runs the calls, which block
   * @param timeout how long one call may take
   * @param lookups makes the lookups of operations that are composed of others
   */
  UpstreamCalls(
      Function<String, @Nullable CallQueue> queues,
      Executor executor,
      CallQueue.Timer timer,
      Duration timeout,
      Clock clock,
      LookupsFactory lookups) {
    this.queues = queues;
    this.executor = executor;
    this.timer = timer;
    this.timeout = timeout;
    this.clock = clock;
    this.lookups = lookups;
  }

  /** Enters the queue for the call of a load. */
  <Q extends Record, R> UpstreamCall<R> enter(LoadOrder<Q, R> order) {
    CachedOperation<Q, R> operation = order.request().operation();
    var composition = operation.composition();
    if (composition != null) {
      return new Composed<>(order, composition);
    }
    CallQueue queue = queues.apply(operation.source());
    if (queue == null) {
      return new Unlimited<>(order);
    }
    return operation.batch() == null || order.canServeStale()
        ? new Queued<>(order, queue)
        : batched(operation, queue).enter(order);
  }

  @SuppressWarnings("unchecked") // The map holds the calls of an operation under the operation.
  private <Q extends Record, R> BatchedCalls<Q, R> batched(
      CachedOperation<Q, R> operation, CallQueue queue) {
    return (BatchedCalls<Q, R>)
        batches.computeIfAbsent(operation, same -> new BatchedCalls<>(operation, queue, this));
  }

  /**
   * Runs a call, which blocks, on a thread for it.
   *
   * @param source the id of the source that is called
   * @return completed exceptionally with a {@link MediaSourceException}, or with an error of this
   *     process
   */
  <T> CompletableFuture<T> run(String source, Supplier<T> call) {
    try {
      return CompletableFuture.supplyAsync(() -> answer(source, call), executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new MediaSourceException(Kind.STOPPING, AbandonableWaits.STOPPING, null, e));
    }
  }

  private static <T> T answer(String source, Supplier<T> call) {
    try {
      return Objects.requireNonNull(call.get(), "the answer is null");
    } catch (MediaSourceException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(source, e);
    }
  }

  /** The failure of a source that breaks the contract of its port. */
  static MediaSourceException unreadable(String source, Throwable cause) {
    return new MediaSourceException(
        Kind.UNREADABLE, "The answer of " + source + " could not be read.", null, cause);
  }

  /** Runs a task after a delay. */
  void schedule(Duration delay, Runnable task) {
    timer.schedule(delay, task);
  }

  <Q extends Record, R> CompletableFuture<Answer<R>> ask(
      LoadOrder<Q, R> order, @Nullable CallPermit permit) {
    return run(
        order.request().operation().source(),
        () -> {
          var held = order.held();
          Call call =
              new Call(
                  callDeadline(order.deadline()),
                  order.urgency(),
                  held == null ? null : held.validator(),
                  permit);
          return order.request().operation().upstream().ask(order.request().request(), call);
        });
  }

  Instant now() {
    return clock.instant();
  }

  /** The deadline of a call that begins now. */
  Instant callDeadline(Instant atMost) {
    Instant end = clock.instant().plus(timeout);
    return end.isBefore(atMost) ? end : atMost;
  }

  /** How long an order can wait in the queue. */
  Duration patience(LoadOrder<?, ?> order) {
    if (order.canServeStale()) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), order.deadline());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The failure of a load whose call the budget does not grant. */
  static MediaSourceException refused(String source, Throwable failure) {
    Duration retryAfter =
        failure instanceof BudgetSpentException spent ? spent.retryAfter() : Duration.ofSeconds(1);
    return new MediaSourceException(
        Kind.RATE_LIMITED, "The request budget of " + source + " is spent.", retryAfter, failure);
  }

  private final class Unlimited<Q extends Record, R> implements UpstreamCall<R> {
    private final LoadOrder<Q, R> order;

    Unlimited(LoadOrder<Q, R> order) {
      this.order = order;
    }

    @Override
    public CompletableFuture<Answer<R>> start() {
      return ask(order, null);
    }

    @Override
    public void cancel() {}
  }

  /** The answers that it is composed of are paid for by their own operations. */
  private final class Composed<Q extends Record, R> implements UpstreamCall<R> {
    private final LoadOrder<Q, R> order;
    private final CachedOperation.Composition<Q, R> composition;

    Composed(LoadOrder<Q, R> order, CachedOperation.Composition<Q, R> composition) {
      this.order = order;
      this.composition = composition;
    }

    @Override
    public CompletableFuture<Answer<R>> start() {
      return composition.ask(
          order.request().request(), lookups.of(order.client(), callDeadline(order.deadline())));
    }

    @Override
    public void cancel() {}
  }

  private final class Queued<Q extends Record, R> implements UpstreamCall<R> {
    private final LoadOrder<Q, R> order;
    private final CallQueue.Ticket ticket;

    Queued(LoadOrder<Q, R> order, CallQueue queue) {
      this.order = order;
      this.ticket = queue.enter(order.client(), order.urgency(), patience(order));
    }

    @Override
    public CompletableFuture<Answer<R>> start() {
      String source = order.request().operation().source();
      return ticket
          .permit()
          .exceptionallyCompose(
              failure -> CompletableFuture.failedFuture(refused(source, Async.unwrapped(failure))))
          .thenCompose(permit -> ask(order, permit));
    }

    @Override
    public void cancel() {
      ticket.leave();
    }
  }
}
