package dev.anyflix.core;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.budget.CallPermit;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one operation that answers several requests at once. Thread safe.
 *
 * <p>Requests that wait at the same time travel as one call, which takes one call from the budget.
 * A batch is composed at the moment when the budget grants the call, in turns between clients. A
 * request that is alone does not wait for others: requests are gathered for a moment only while
 * another one waits or was just sent. A batch that the source refuses or answers with a malformed
 * body is split in halves, down to single calls.
 */
final class BatchedCalls<Q extends Record, R> {

  /** How long a granted call waits for another request to arrive. */
  private static final Duration GATHER = Duration.ofMillis(8);

  /** How often a granted call waits again because more requests have arrived meanwhile. */
  private static final int MAX_GATHERS = 8;

  /** The same for calls in the background, for which no user waits. */
  private static final Duration GATHER_IN_BACKGROUND = Duration.ofMillis(25);

  private final CachedOperation<Q, R> operation;
  private final CachedOperation.Batch<Q, R> batch;
  private final UpstreamCalls calls;
  private final Lane foreground;
  private final Lane background;

  BatchedCalls(CachedOperation<Q, R> operation, CallQueue queue, UpstreamCalls calls) {
    this.operation = operation;
    this.batch = Objects.requireNonNull(operation.batch());
    this.calls = calls;
    this.foreground = new Lane(queue, Urgency.FOREGROUND);
    this.background = new Lane(queue, Urgency.BACKGROUND);
  }

  UpstreamCall<R> enter(LoadOrder<Q, R> order) {
    Lane lane = order.urgency() == Urgency.FOREGROUND ? foreground : background;
    return lane.enter(order);
  }

  /** The requests of one urgency, of which one at a time stands in the queue for all. */
  private final class Lane {

    private final CallQueue queue;
    private final Urgency urgency;
    private final Set<Pending> pending = new LinkedHashSet<>();
    private CallQueue.@Nullable Ticket ticket;
    private boolean isEntering;
    private boolean isGranted;
    private int gathers;
    private int gathered;
    private int inFlight;
    private Instant lastSent = Instant.EPOCH;

    Lane(CallQueue queue, Urgency urgency) {
      this.queue = queue;
      this.urgency = urgency;
    }

    UpstreamCall<R> enter(LoadOrder<Q, R> order) {
      var call = new Pending(this, order);
      boolean isSpent = queue.isSpent();
      synchronized (pending) {
        if (pending.size() >= CallQueue.MAX_WAITING
            || (isSpent && countOf(order.client()) >= CallQueue.MAX_PER_CLIENT)) {
          call.answer.completeExceptionally(
              UpstreamCalls.refused(operation.source(), new IllegalStateException("queue full")));
          return call;
        }
        pending.add(call);
      }
      requestPermit();
      return call;
    }

    private long countOf(String client) {
      return pending.stream().filter(each -> each.order.client().equals(client)).count();
    }

    /** Enters the queue for those that wait, unless that has happened. */
    private void requestPermit() {
      LoadOrder<Q, R> first;
      synchronized (pending) {
        if (ticket != null || isEntering || pending.isEmpty()) {
          return;
        }
        isEntering = true;
        first = pending.iterator().next().order;
      }
      CallQueue.Ticket own = queue.enter(first.client(), urgency, calls.patience(first));
      synchronized (pending) {
        isEntering = false;
        ticket = own;
        isGranted = false;
        gathers = 0;
      }
      var unused =
          own.permit()
              .whenComplete(
                  (permit, failure) -> {
                    if (permit == null) {
                      refused(own, Async.unwrapped(failure));
                    } else {
                      granted(own);
                    }
                  });
    }

    private void refused(CallQueue.Ticket own, Throwable failure) {
      List<Pending> refused;
      synchronized (pending) {
        if (ticket != own) {
          return;
        }
        ticket = null;
        refused = List.copyOf(pending);
        pending.clear();
      }
      MediaSourceException reason = UpstreamCalls.refused(operation.source(), failure);
      refused.forEach(each -> each.answer.completeExceptionally(reason));
    }

    private void granted(CallQueue.Ticket own) {
      synchronized (pending) {
        if (ticket != own) {
          return;
        }
        isGranted = true;
      }
      dispatch();
    }

    /** Makes the granted call if there are requests that are ready. */
    private void dispatch() {
      CallQueue.Ticket own;
      List<Pending> chosen = List.of();
      boolean mustGather = false;
      synchronized (pending) {
        own = ticket;
        if (!isGranted || own == null) {
          return;
        }
        mustGather = mustGather();
        if (mustGather) {
          gathers++;
          gathered = pending.size();
          isGranted = false;
        } else if (pending.isEmpty()) {
          ticket = null;
        } else {
          chosen = choose();
          if (chosen.isEmpty()) {
            return;
          }
          chosen.forEach(pending::remove);
          ticket = null;
          sent();
        }
      }
      if (mustGather) {
        calls.schedule(
            urgency == Urgency.BACKGROUND ? GATHER_IN_BACKGROUND : GATHER, () -> granted(own));
      } else if (chosen.isEmpty()) {
        own.leave();
      } else {
        var unused =
            send(chosen, own.permit().join()).whenComplete((answer, failure) -> answered());
        requestPermit();
      }
    }

    /** Whether to wait for more requests: while there are others, and as long as more arrive. */
    private boolean mustGather() {
      if (pending.size() >= CachedOperation.Batch.MAX || gathers >= MAX_GATHERS) {
        return false;
      }
      return gathers == 0
          ? urgency == Urgency.BACKGROUND || pending.size() > 1 || hasJustSent()
          : pending.size() > gathered;
    }

    /** Whether another call has just been made, so that more requests are likely to follow. */
    private boolean hasJustSent() {
      return inFlight > 0 || calls.now().isBefore(lastSent.plus(GATHER));
    }

    private void sent() {
      inFlight++;
      lastSent = calls.now();
    }

    private void answered() {
      synchronized (pending) {
        inFlight--;
      }
    }

    /** Chooses requests that are ready, in turns between clients, up to the most of one call. */
    private List<Pending> choose() {
      Map<String, ArrayDeque<Pending>> byClient = new LinkedHashMap<>();
      int most = CachedOperation.Batch.MAX;
      for (Pending each : pending) {
        if (each.isReady) {
          byClient.computeIfAbsent(each.order.client(), absent -> new ArrayDeque<>()).add(each);
          most = Math.min(most, each.mostTogether);
        }
      }
      List<Pending> chosen = new ArrayList<>();
      while (!byClient.isEmpty() && chosen.size() < most) {
        for (ArrayDeque<Pending> waiting : List.copyOf(byClient.values())) {
          if (chosen.size() < most) {
            chosen.add(waiting.remove());
          }
        }
        byClient.values().removeIf(ArrayDeque::isEmpty);
      }
      return chosen;
    }

    void ready(Pending call) {
      synchronized (pending) {
        call.isReady = true;
      }
      dispatch();
    }

    void cancel(Pending call) {
      synchronized (pending) {
        if (!pending.remove(call)) {
          return;
        }
      }
      dispatch();
    }

    /** Puts requests of a refused batch back, to travel in smaller ones. */
    void retry(List<Pending> split) {
      synchronized (pending) {
        int half = (split.size() + 1) / 2;
        split.forEach(each -> each.mostTogether = half);
        pending.addAll(split);
      }
      requestPermit();
    }
  }

  private CompletableFuture<?> send(List<Pending> chosen, CallPermit permit) {
    if (chosen.size() == 1) {
      Pending only = chosen.get(0);
      CompletableFuture<Answer<R>> answer = calls.ask(only.order, permit);
      Async.forward(answer, only.answer);
      return answer;
    }
    List<Q> requests =
        chosen.stream().map(each -> each.order.request().request()).distinct().toList();
    Instant deadline =
        chosen.stream().map(each -> each.order.deadline()).min(Instant::compareTo).orElseThrow();
    Urgency urgency = chosen.get(0).order.urgency();
    return calls
        .run(
            operation.source(),
            () ->
                batch.ask(requests, new Call(calls.callDeadline(deadline), urgency, null, permit)))
        .whenComplete(
            (answer, failure) -> {
              if (answer instanceof Answer.Value<Map<Q, R>> value) {
                chosen.forEach(each -> each.complete(value.value()));
              } else {
                failed(chosen, Async.unwrapped(failure));
              }
            });
  }

  private void failed(List<Pending> chosen, Throwable failure) {
    boolean canSplit =
        failure instanceof MediaSourceException refused
            && (refused.kind() == Kind.REJECTED || refused.kind() == Kind.UNREADABLE);
    if (canSplit) {
      chosen.get(0).lane.retry(chosen);
    } else {
      chosen.forEach(each -> each.answer.completeExceptionally(failure));
    }
  }

  private final class Pending implements UpstreamCall<R> {

    private final Lane lane;
    private final LoadOrder<Q, R> order;
    private final CompletableFuture<Answer<R>> answer = new CompletableFuture<>();
    private boolean isReady;
    private int mostTogether = CachedOperation.Batch.MAX;

    Pending(Lane lane, LoadOrder<Q, R> order) {
      this.lane = lane;
      this.order = order;
    }

    @Override
    public CompletableFuture<Answer<R>> start() {
      if (!answer.isDone()) {
        lane.ready(this);
      }
      return answer;
    }

    @Override
    public void cancel() {
      lane.cancel(this);
    }

    private void complete(Map<Q, R> answers) {
      R found = answers.get(order.request().request());
      if (found == null) {
        answer.completeExceptionally(
            MediaSourceException.fromUpstream(
                Kind.NOT_FOUND, "The source knows no such title.", null, null));
      } else {
        answer.complete(Answer.of(found));
      }
    }
  }
}
