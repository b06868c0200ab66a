package dev.anyflix.domain.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in front of the budget of one upstream. Thread safe; no waiting caller holds a
 * thread.
 *
 * <p>A call that users wait for and that finds the budget spent waits for its turn: first come,
 * first served within a client, and round robin between clients, so that one client cannot starve
 * another. Calls in the background never wait, and never go before one that waits.
 *
 * <p>As a {@link Budget}, the queue serves further calls of a load that is under way: they wait
 * like those of a client of their own, on the thread of the load.
 */
public final class CallQueue extends ForwardingBudget {

  /** The most calls of one client that wait at the same time. */
  public static final int MAX_PER_CLIENT = 64;

  /** The most calls that wait at the same time. */
  public static final int MAX_WAITING = 1000;

  /** The most draws on the budget that are under way at the same time. */
  private static final int MAX_DRAWS = 16;

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
  private static final Duration RETRY_DRAW = Duration.ofSeconds(1);
  private static final String FURTHER_CALLS = "";

  /** How long a permit that its caller left behind stays good for the next one. */
  private static final Duration SPARE_LASTS = Duration.ofMillis(500);

  private final Duration patience;
  private final Clock clock;
  private final Timer timer;

  /** The waiting calls by client; the client whose turn it is comes first. */
  private final Map<String, ArrayDeque<Ticket>> waiting = new LinkedHashMap<>();

  private final LongAdder waits = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private int waitingCount;
  private int draws;
  private boolean isTimerSet;
  private boolean isPumping;
  private boolean mustPumpAgain;

  /** Permits that their callers left behind. */
  private int spares;

  private Instant sparesUntil = Instant.EPOCH;
  private Instant nextGrant = Instant.EPOCH;

  /** Runs tasks later. */
  @FunctionalInterface
  public interface Timer {

    /** Runs a task after a delay, on a thread that must not be held up. */
    void schedule(Duration delay, Runnable task);
  }

  /**
   * @param budget the budget of the upstream
   * @param patience how long a call waits at most; zero refuses at once
   * @param clock a steady clock
   */
  public CallQueue(Budget budget, Duration patience, Clock clock, Timer timer) {
    super(budget);
    this.patience = patience;
    this.clock = clock;
    this.timer = timer;
  }

  /** A place in the queue. */
  public final class Ticket {

    private final String client;
    private final Instant deadline;
    private final CompletableFuture<CallPermit> permit = new CompletableFuture<>();

    private Ticket(String client, Instant deadline) {
      this.client = client;
      this.deadline = deadline;
    }

    /**
     * The permit.
     *
     * @return completed exceptionally with a {@link BudgetSpentException} when the call cannot be
     *     granted in time; on a thread that must not be held up
     */
    public CompletableFuture<CallPermit> permit() {
      return permit;
    }

    /** Leaves the queue; a permit that was granted but not used goes to the next caller. */
    public void leave() {
      CallQueue.this.leave(this);
    }
  }

  /**
   * Enters the queue.
   *
   * @param client the name of the client that calls, such as its address
   * @param atMost how long the caller can wait, if that is less than the queue's patience
   */
  public Ticket enter(String client, Urgency urgency, Duration atMost) {
    Duration wait = atMost.compareTo(patience) < 0 ? atMost : patience;
    var ticket = new Ticket(client, clock.instant().plus(wait));
    if (urgency == Urgency.BACKGROUND) {
      takeInBackground(ticket);
      return ticket;
    }
    Instant entered = clock.instant();
    boolean hasRoom;
    synchronized (waiting) {
      ArrayDeque<Ticket> own = waiting.get(client);
      hasRoom =
          waitingCount < MAX_WAITING
              && (!isTimerSet || (!wait.isZero() && (own == null || own.size() < MAX_PER_CLIENT)));
      if (hasRoom) {
        waiting.computeIfAbsent(client, absent -> new ArrayDeque<>()).add(ticket);
        waitingCount++;
      }
    }
    if (!hasRoom) {
      refuse(ticket, budgetWait());
      return ticket;
    }
    var unused =
        ticket.permit.whenComplete(
            (permit, failure) -> {
              waits.increment();
              waitedNanos.add(Duration.between(entered, clock.instant()).toNanos());
            });
    if (!wait.isZero()) {
      timer.schedule(wait, () -> expire(ticket));
    }
    pump();
    return ticket;
  }

  private void takeInBackground(Ticket ticket) {
    if (waitingCount() > 0) {
      refuse(ticket, budgetWait());
      return;
    }
    var unused =
        tryTakeAsync(Urgency.BACKGROUND)
            .whenComplete(
                (wait, failure) -> {
                  if (wait != null && wait.isZero()) {
                    ticket.permit.complete(CallPermit.granted());
                  } else {
                    refuse(ticket, wait == null ? budgetWait() : wait);
                  }
                });
  }

  /** Hands out spare permits, and draws for calls that wait, until there is nothing to do. */
  private void pump() {
    synchronized (waiting) {
      if (isPumping) {
        mustPumpAgain = true;
        return;
      }
      isPumping = true;
    }
    while (true) {
      Ticket served = null;
      synchronized (waiting) {
        boolean canDraw = draws < Math.min(waitingCount, MAX_DRAWS) && !isTimerSet;
        if (waitingCount > 0 && takeSpare()) {
          served = next();
        } else if (canDraw) {
          draws++;
        } else if (mustPumpAgain) {
          mustPumpAgain = false;
          continue;
        } else {
          isPumping = false;
          return;
        }
      }
      if (served != null) {
        served.permit.complete(CallPermit.granted());
      } else {
        draw();
      }
    }
  }

  private void draw() {
    var unused =
        tryTakeAsync(Urgency.FOREGROUND)
            .exceptionally(failure -> RETRY_DRAW)
            .thenAccept(this::drawn);
  }

  private void drawn(Duration wait) {
    Ticket served = null;
    List<Ticket> refused = new ArrayList<>();
    boolean mustSetTimer = false;
    synchronized (waiting) {
      draws--;
      if (wait.isZero()) {
        served = next();
        if (served == null) {
          addSpare();
        }
      } else {
        nextGrant = clock.instant().plus(wait);
        refused = removeThoseBefore(nextGrant);
        removeThoseBeyondTheirShare(refused);
        mustSetTimer = waitingCount > 0 && !isTimerSet;
        isTimerSet |= mustSetTimer;
      }
    }
    if (served != null) {
      served.permit.complete(CallPermit.granted());
    }
    refused.forEach(ticket -> refuse(ticket, wait));
    if (mustSetTimer) {
      timer.schedule(wait, this::timerFired);
    }
    pump();
  }

  private void timerFired() {
    synchronized (waiting) {
      isTimerSet = false;
    }
    pump();
  }

  private void addSpare() {
    spares++;
    sparesUntil = clock.instant().plus(SPARE_LASTS);
  }

  private boolean takeSpare() {
    if (!clock.instant().isBefore(sparesUntil)) {
      spares = 0;
    }
    if (spares == 0) {
      return false;
    }
    spares--;
    return true;
  }

  /** Takes the first call of the client whose turn it is; that client is last then. */
  private @Nullable Ticket next() {
    Iterator<Map.Entry<String, ArrayDeque<Ticket>>> clients = waiting.entrySet().iterator();
    if (!clients.hasNext()) {
      return null;
    }
    Map.Entry<String, ArrayDeque<Ticket>> first = clients.next();
    clients.remove();
    Ticket ticket = first.getValue().poll();
    waitingCount--;
    if (!first.getValue().isEmpty()) {
      waiting.put(first.getKey(), first.getValue());
    }
    return ticket;
  }

  private List<Ticket> removeThoseBefore(Instant time) {
    List<Ticket> removed = new ArrayList<>();
    waiting
        .values()
        .removeIf(
            tickets -> {
              tickets.removeIf(ticket -> ticket.deadline.isBefore(time) && removed.add(ticket));
              return tickets.isEmpty();
            });
    waitingCount -= removed.size();
    return removed;
  }

  /** Calls that came while the budget was not known to be spent may be more than may wait. */
  private void removeThoseBeyondTheirShare(List<Ticket> removed) {
    for (ArrayDeque<Ticket> tickets : waiting.values()) {
      while (tickets.size() > MAX_PER_CLIENT) {
        removed.add(tickets.removeLast());
        waitingCount--;
      }
    }
  }

  private boolean remove(Ticket ticket) {
    synchronized (waiting) {
      ArrayDeque<Ticket> own = waiting.get(ticket.client);
      if (own == null || !own.remove(ticket)) {
        return false;
      }
      waitingCount--;
      if (own.isEmpty()) {
        waiting.remove(ticket.client);
      }
      return true;
    }
  }

  private void expire(Ticket ticket) {
    if (remove(ticket)) {
      refuse(ticket, budgetWait());
    }
  }

  private void leave(Ticket ticket) {
    if (remove(ticket)) {
      ticket.permit.cancel(false);
      return;
    }
    boolean isUnused =
        ticket.permit.isDone()
            && !ticket.permit.isCompletedExceptionally()
            && ticket.permit.join().use();
    if (isUnused) {
      synchronized (waiting) {
        addSpare();
      }
      pump();
    }
  }

  private static void refuse(Ticket ticket, Duration retryAfter) {
    ticket.permit.completeExceptionally(new BudgetSpentException(retryAfter));
  }

  /** How long until the budget can serve all that wait, and one more. */
  private Duration budgetWait() {
    double ahead = Math.max(0, waitingCount() + 1 - left());
    double nanos = ahead * period().toNanos() / Math.max(limit(), 1e-9);
    Duration estimate =
        Duration.ofNanos((long) Math.min(nanos, (double) SharedBudgets.LONGEST_PAUSE.toNanos()));
    Duration known;
    synchronized (waiting) {
      known = Duration.between(clock.instant(), nextGrant);
    }
    Duration longer = known.compareTo(estimate) > 0 ? known : estimate;
    return longer.compareTo(SHORTEST_WAIT) > 0 ? longer : SHORTEST_WAIT;
  }

  /** Whether calls wait because the budget is spent. */
  public boolean isSpent() {
    synchronized (waiting) {
      return isTimerSet;
    }
  }

  /** How many calls that users wait for have left the queue, granted or not. */
  public long waits() {
    return waits.sum();
  }

  /** How long those calls were in the queue in total. */
  public Duration waited() {
    return Duration.ofNanos(waitedNanos.sum());
  }

  /** How many calls wait. */
  public int waitingCount() {
    synchronized (waiting) {
      return waitingCount;
    }
  }

  /** Takes the right to one call; waits for its turn, as the class says. */
  @Override
  public Duration tryTake(Urgency urgency) {
    Ticket ticket = enter(FURTHER_CALLS, urgency, patience);
    try {
      return ticket.permit.join().use() ? Duration.ZERO : Duration.ofSeconds(1);
    } catch (CompletionException e) {
      if (e.getCause() instanceof BudgetSpentException spent) {
        return spent.retryAfter();
      }
      throw e;
    }
  }
}
