package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A shared cache server in memory, for deterministic tests of several instances.
 *
 * <p>Each {@link #connect} is a session of one instance. Every listener is called for a change
 * before the method that made it returns, on the thread that made it. Entries and locks expire by
 * the given clock; listeners are called for that at the next command. Thread safe.
 */
public final class FakeSharedStore implements SharedCache.Connector {

  /** The data of a server at one moment, to restart it with. */
  public static final class Snapshot {
    private final FakeStoreData data;

    private Snapshot(FakeStoreData data) {
      this.data = data;
    }
  }

  private final Clock clock;
  private final List<FakeSession> sessions = new ArrayList<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private FakeStoreData data = new FakeStoreData();
  private int process = 1;
  private boolean down;
  private boolean frozen;
  private @Nullable Reason refusesWrites;
  private int datasets;
  private @Nullable CompletableFuture<?> delay;
  private @Nullable List<Runnable> heldReports;
  private final Map<String, Runnable> events = new HashMap<>();
  private long hits;
  private long misses;
  private long commands;

  public FakeSharedStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized SharedCache connect(SharedCache.Listener listener) {
    calls.merge("connect", 1, Integer::sum);
    if (down) {
      throw new CacheUnavailableException(Reason.DOWN, "the fake server is down", null);
    }
    if (frozen) {
      throw new CacheUnavailableException(Reason.TIMED_OUT, "the fake server is frozen", null);
    }
    var session = new FakeSession(this, listener, "fake-" + process);
    sessions.add(session);
    return session;
  }

  /** Ends every session and refuses new ones; the data stays. */
  public void goDown() {
    List<FakeSession> ended;
    synchronized (this) {
      down = true;
      ended = List.copyOf(sessions);
      sessions.clear();
    }
    ended.forEach(FakeSession::end);
  }

  /** Takes sessions again: the same server with the data that it had. */
  public synchronized void comeBack() {
    down = false;
  }

  /** Takes sessions again: a new server without data. */
  public void comeBackEmpty() {
    restartWith(new Snapshot(new FakeStoreData()));
  }

  /** A copy of the data as it is now. */
  public synchronized Snapshot snapshot() {
    return new Snapshot(data.copy());
  }

  /** Ends every session and starts a new server with the data of an earlier moment. */
  public void restartWith(Snapshot snapshot) {
    goDown();
    synchronized (this) {
      data = snapshot.data.copy();
      process++;
      down = false;
    }
  }

  /** Lets every call fail with {@link Reason#TIMED_OUT}, sessions staying open. */
  public synchronized void freeze() {
    frozen = true;
  }

  /** Ends {@link #freeze}. */
  public synchronized void thaw() {
    frozen = false;
  }

  /** Lets calls that write fail with {@link Reason#READ_ONLY}, or ends that. */
  public synchronized void refuseWrites(boolean refuse) {
    refusesWrites = refuse ? Reason.READ_ONLY : null;
  }

  /** Makes the server a read-only replica, or the primary again. */
  public synchronized void demote(boolean isReplica) {
    refusesWrites = isReplica ? Reason.REPLICA : null;
  }

  /** Lets the results of asynchronous commands arrive when the given future is completed. */
  public synchronized void delayUntil(@Nullable CompletableFuture<?> event) {
    delay = event;
  }

  /** Holds back reports of changes, as if they travelled slower than replies. */
  public synchronized void holdReports() {
    heldReports = new ArrayList<>();
  }

  /** Delivers the reports that were held back, and later ones at once. */
  public void deliverReports() {
    List<Runnable> held;
    synchronized (this) {
      held = heldReports == null ? List.of() : heldReports;
      heldReports = null;
    }
    held.forEach(Runnable::run);
  }

  /** Deletes the record of generations, as an eviction or a person would. */
  public synchronized void loseGenerations() {
    data.generations = null;
  }

  /** Lets something happen once, when the next call of a method is done but not yet answered. */
  public synchronized void afterNext(String method, Runnable event) {
    events.put(method, event);
  }

  /** Deletes an entry as a person would. */
  public void deleteByHand(CacheKey key) {
    byHand(
        change -> {
          if (data.entries.remove(key) != null) {
            change.add(listener -> listener.entryChanged(key));
          }
        });
  }

  /** Writes an entry as a person would; it is kept for a day. */
  public void editByHand(CacheKey key, CacheEntry entry) {
    byHand(
        change -> {
          Instant until = clock.instant().plus(Duration.ofDays(1));
          data.entries.put(key, new FakeStoreData.Stored(entry.storedIn(0), until));
          change.add(listener -> listener.entryChanged(key));
        });
  }

  /** Deletes everything, generations and locks included. */
  public void flushByHand() {
    byHand(
        change -> {
          data = new FakeStoreData();
          change.add(SharedCache.Listener::allChanged);
        });
  }

  /** The entry under a key, without a session and without being counted. */
  public synchronized @Nullable CacheEntry peek(CacheKey key) {
    FakeStoreData.Stored stored = data.entries.get(key);
    return stored == null || !stored.until().isAfter(clock.instant()) ? null : stored.entry();
  }

  /** The generations stored here. */
  public synchronized Generations generations() {
    return data.generations == null ? Generations.NONE : data.generations;
  }

  /** Whether a key is locked. */
  public synchronized boolean isLocked(CacheKey key) {
    FakeStoreData.Lock lock = data.locks.get(key);
    return lock != null && lock.failure() == null && lock.until().isAfter(clock.instant());
  }

  /** Deletes the lock of a key, as a person would. */
  public void unlockByHand(CacheKey key) {
    byHand(
        change -> {
          if (data.locks.remove(key) != null) {
            change.add(listener -> listener.lockChanged(key));
          }
        });
  }

  /** How often a method of {@link SharedCache}, or {@code connect}, was called. */
  public synchronized int calls(String method) {
    return calls.getOrDefault(method, 0);
  }

  /** How many calls there were, {@code connect} among them. */
  public synchronized int calls() {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many sessions are open. */
  public synchronized int sessions() {
    return sessions.size();
  }

  synchronized String nextDataset() {
    return "dataset-" + ++datasets;
  }

  synchronized void checkPrimary() {
    if (refusesWrites == Reason.REPLICA) {
      checkWritable();
    }
  }

  synchronized void checkWritable() {
    if (refusesWrites != null) {
      throw new CacheUnavailableException(refusesWrites, "the fake server takes no writes", null);
    }
  }

  synchronized <T extends @Nullable Object> CompletableFuture<T> delayed(T result) {
    return delay == null
        ? CompletableFuture.completedFuture(result)
        : delay.thenApply(event -> result);
  }

  /** Carries out a session's command, then reports to all sessions what it changed. */
  <T extends @Nullable Object> T carryOut(
      FakeSession caller, String method, boolean writes, Function<FakeCommand, T> work) {
    FakeCommand command;
    List<FakeSession> audience;
    T result;
    Runnable event;
    synchronized (this) {
      calls.merge(method, 1, Integer::sum);
      commands++;
      check(caller, writes);
      command = new FakeCommand(data, clock.instant());
      expire(command.changes);
      result = work.apply(command);
      audience = List.copyOf(sessions);
      event = events.remove(method);
    }
    if (event != null) {
      event.run();
    }
    report(audience, command.changes);
    return result;
  }

  synchronized void leave(FakeSession session) {
    sessions.remove(session);
  }

  synchronized void countLookUp(boolean hit) {
    if (hit) {
      hits++;
    } else {
      misses++;
    }
  }

  synchronized long hits() {
    return hits;
  }

  synchronized long misses() {
    return misses;
  }

  synchronized long commands() {
    return commands;
  }

  private void check(FakeSession caller, boolean writes) {
    if (!sessions.contains(caller)) {
      throw new CacheUnavailableException(Reason.DOWN, "the session has ended", null);
    }
    if (frozen) {
      throw new CacheUnavailableException(Reason.TIMED_OUT, "the fake server is frozen", null);
    }
    if (writes) {
      checkWritable();
    }
  }

  private void expire(List<Consumer<SharedCache.Listener>> heard) {
    Instant now = clock.instant();
    data.expiredEntries(now).forEach(key -> heard.add(listener -> listener.entryChanged(key)));
    data.expiredLocks(now).forEach(key -> heard.add(listener -> listener.lockChanged(key)));
  }

  private void byHand(Consumer<List<Consumer<SharedCache.Listener>>> work) {
    List<Consumer<SharedCache.Listener>> heard = new ArrayList<>();
    List<FakeSession> audience;
    synchronized (this) {
      work.accept(heard);
      audience = List.copyOf(sessions);
    }
    report(audience, heard);
  }

  private void report(List<FakeSession> audience, List<Consumer<SharedCache.Listener>> changes) {
    Runnable report = () -> audience.forEach(session -> changes.forEach(session::report));
    synchronized (this) {
      if (heldReports != null) {
        heldReports.add(report);
        return;
      }
    }
    report.run();
  }
}
