package dev.anyflix.core.tier;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedGenerations;
import dev.anyflix.domain.cache.UnknownCursorException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared cache behind a circuit breaker, with the clears owed to it. Thread safe.
 *
 * <p>Before a session is read, and before the breaker closes, the shared cache carries out what is
 * owed, so that nothing cleared meanwhile can be read from it.
 */
final class SharedTier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SharedTier.class);

  /** Is called for changes that sessions report. */
  interface Listener {

    void entryChanged(CacheKey key);

    void lockChanged(CacheKey key);

    /**
     * Clears that were owed have been carried out; their entries can be removed in the current
     * session.
     */
    void owedCleared(Set<String> prefixes);
  }

  private final SharedCache.@Nullable Connector connector;
  private final Listener listener;
  private final ClearJournal journal;
  private final @Nullable Supervisor supervisor;

  /** Held while generations are exchanged, so that clears and heartbeats take turns. */
  private final ReentrantLock exchange = new ReentrantLock();

  /** Open once the first attempt to connect has ended. */
  private final CountDownLatch attempted;

  private final Sessions sessions = new Sessions();
  private final SharedBreaker breaker;
  private final String name;
  private volatile boolean isOutdated;
  private volatile long latencyNanos;

  SharedTier(SharedCache.@Nullable Connector connector, Listener listener, Clock clock) {
    this.connector = connector;
    this.listener = listener;
    this.journal = new ClearJournal(clock);
    this.name = connector == null ? "Redis" : connector.name();
    this.breaker = new SharedBreaker(connector, sessions, clock);
    this.attempted = new CountDownLatch(connector == null ? 0 : 1);
    this.supervisor = connector == null ? null : new Supervisor(this, breaker);
  }

  void start() {
    if (supervisor != null) {
      supervisor.start();
    }
  }

  void awaitFirstAttempt(Duration atMost) {
    try {
      boolean hasEnded = attempted.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
      log.debug("First attempt to connect to {} {}", name, hasEnded ? "ended" : "still under way");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  ClearJournal journal() {
    return journal;
  }

  Generations generations() {
    return journal.known();
  }

  long latencyNanos() {
    return latencyNanos;
  }

  /** What the shared cache may be used for. */
  SharedBreaker breaker() {
    return breaker;
  }

  /** The session to read from; null while the breaker is open or there is none. */
  @Nullable Session readable() {
    return breaker.readable();
  }

  /** The session to write to; null while it takes no writes or must not be read. */
  @Nullable Session writable() {
    return breaker.writable();
  }

  @Nullable Session session() {
    return sessions.current();
  }

  /** Whether a new session would reach servers that the current one does not. */
  boolean isOutdated() {
    return isOutdated;
  }

  /**
   * Asks the shared cache, without waiting, in a session from {@link #readable()} or {@link
   * #writable()}. The breaker takes note of a failure.
   *
   * @return completed exceptionally with a {@link CacheUnavailableException} where it fails
   */
  <T extends @Nullable Object> CompletableFuture<T> ask(
      Session in, Function<SharedCache, CompletableFuture<T>> question) {
    CompletableFuture<T> answer;
    try {
      answer = question.apply(in.cache());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(noted(in, e));
    }
    return answer.isDone() && !answer.isCompletedExceptionally()
        ? answer
        : answer.exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(noted(in, Async.unwrapped(failure))));
  }

  /**
   * Asks the shared cache and waits for the answer.
   *
   * @throws CacheUnavailableException if it fails; the breaker has taken note
   */
  <T extends @Nullable Object> T call(Session in, Function<SharedCache, T> question) {
    try {
      return question.apply(in.cache());
    } catch (UnknownCursorException e) {
      throw e;
    } catch (RuntimeException e) {
      throw noted(in, Async.unwrapped(e));
    }
  }

  private CacheUnavailableException noted(Session in, Throwable failure) {
    if (failure instanceof CacheUnavailableException unavailable) {
      if (!Thread.currentThread().isInterrupted()) {
        failed(in, unavailable);
      }
      return unavailable;
    }
    return closed(in, failure);
  }

  /**
   * Clears and expires prefixes, here at once and in the shared cache.
   *
   * @return whether the shared cache has carried it out
   */
  ClearResult.SharedOutcome clear(Set<String> clears, Set<String> expiries) {
    exchange.lock();
    try {
      Session current = writable();
      if (current != null && exchangeWithOwed(current, clears, expiries)) {
        reportCleared();
        return ClearResult.SharedOutcome.CLEARED;
      }
      journal.applyLocally(clears, expiries);
      if (connector == null) {
        return ClearResult.SharedOutcome.OFF;
      }
      journal.owe(clears, expiries);
      return ClearResult.SharedOutcome.PENDING;
    } finally {
      exchange.unlock();
    }
  }

  private boolean exchangeWithOwed(Session in, Set<String> clears, Set<String> expiries) {
    Set<String> allClears = new HashSet<>(clears);
    allClears.addAll(journal.owedClears());
    Set<String> allExpiries = new HashSet<>(expiries);
    allExpiries.addAll(journal.owedExpiries());
    try {
      SharedGenerations after =
          call(
              in,
              cache ->
                  cache.exchange(journal.known(), journal.highestSeen(), allClears, allExpiries));
      journal.learn(after.generations());
      journal.settle();
      sessions.checkDataset(in.cache(), after.dataset());
      return true;
    } catch (CacheUnavailableException e) {
      log.debug("The clear is owed to {}: {}", name, e.getMessage());
      return false;
    }
  }

  /** Records that the shared cache must delete an entry before it is read again. */
  ClearResult.SharedOutcome oweDeletion(CacheKey key) {
    if (connector == null) {
      return ClearResult.SharedOutcome.OFF;
    }
    exchange.lock();
    try {
      journal.oweDeletion(key);
    } finally {
      exchange.unlock();
    }
    nudge();
    return ClearResult.SharedOutcome.PENDING;
  }

  /**
   * Opens a session and makes it the current one in place of any other, or fails. Called by the
   * supervisor alone.
   */
  void connect() {
    try {
      open(false);
    } finally {
      attempted.countDown();
    }
  }

  /**
   * Opens a session in place of one with a read-only replica, and keeps it if it takes writes.
   * Called by the supervisor alone.
   */
  void connectToPrimary() {
    open(true);
  }

  private void open(boolean mustTakeWrites) {
    var incoming = new Incoming();
    SharedCache cache = Objects.requireNonNull(connector).connect(incoming);
    exchange.lock();
    try {
      if (mustTakeWrites) {
        cache.probeWrite();
      }
      SharedGenerations shared = synchronize(cache);
      publish(cache, shared, incoming);
      reportCleared();
    } catch (RuntimeException e) {
      cache.close();
      throw e;
    } finally {
      exchange.unlock();
    }
  }

  /**
   * Sends a heartbeat in the current session. Called by the supervisor alone. A heartbeat that is
   * lost does not open the breaker; requests that time out do, and {@link #doubt}.
   */
  void heartbeat(Session current) {
    exchange.lock();
    try {
      long start = System.nanoTime();
      SharedGenerations shared = synchronize(current.cache());
      latencyNanos = System.nanoTime() - start;
      sessions.checkDataset(current.cache(), shared.dataset());
      breaker.answered();
      reportCleared();
    } catch (CacheUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw closed(current, e);
    } finally {
      exchange.unlock();
    }
  }

  /** Opens the breaker after several heartbeats were lost. */
  void doubt(Session current, CacheUnavailableException reason) {
    failed(current, reason);
  }

  void drop(SharedCache cache) {
    sessions.end(cache);
    cache.close();
  }

  @Override
  public void close() {
    if (supervisor != null) {
      supervisor.close();
    }
    Session current = session();
    if (current != null) {
      drop(current.cache());
    }
  }

  /** Brings generations and owed work of both sides up to date. Called under the lock. */
  private SharedGenerations synchronize(SharedCache cache) {
    Set<String> clears = journal.owedClears();
    Set<String> expiries = journal.owedExpiries();
    Set<CacheKey> deletions = journal.owedDeletions();
    try {
      if (!breaker.isWritable()) {
        cache.probeWrite();
      }
      SharedGenerations shared =
          cache.exchange(journal.known(), journal.highestSeen(), clears, expiries);
      journal.learn(shared.generations());
      journal.settle();
      deletions.stream().map(key -> delete(cache, key)).toList().forEach(CompletableFuture::join);
      breaker.writes();
      logCarriedOut(clears, expiries, deletions);
      return shared;
    } catch (CompletionException e) {
      if (e.getCause() instanceof CacheUnavailableException unavailable) {
        throw unavailable;
      }
      throw e;
    } catch (CacheUnavailableException e) {
      if (e.reason() != Reason.READ_ONLY && e.reason() != Reason.REPLICA) {
        throw e;
      }
      breaker.readOnly(e);
      SharedGenerations shared = cache.generations();
      if (shared == null) {
        throw e;
      }
      journal.learnWithoutSettling(shared.generations());
      return shared;
    }
  }

  /** Deletes an entry; while its shard is away, the deletion is still owed. */
  private CompletableFuture<Void> delete(SharedCache cache, CacheKey key) {
    return cache
        .remove(key)
        .thenRun(() -> journal.settleDeletion(key))
        .exceptionallyCompose(
            failure ->
                Async.unwrapped(failure) instanceof CacheUnavailableException unavailable
                        && unavailable.reason() == Reason.SHARD_FAILED
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure));
  }

  private void logCarriedOut(Set<String> clears, Set<String> expiries, Set<CacheKey> deletions) {
    if (!clears.isEmpty() || !expiries.isEmpty() || !deletions.isEmpty()) {
      log.info(
          "{} is available again; pending clears are applied: prefixes cleared {}, prefixes expired"
              + " {}, entries deleted {}",
          name,
          clears.size(),
          expiries.size(),
          deletions.size());
    }
  }

  /**
   * Called under the lock, after what may end the session. Without one the next session reports.
   */
  private void reportCleared() {
    Set<String> cleared = writable() == null ? Set.of() : journal.takeSettledClears();
    if (!cleared.isEmpty()) {
      listener.owedCleared(cleared);
    }
  }

  private void publish(SharedCache cache, SharedGenerations shared, Incoming incoming) {
    incoming.cache = cache;
    Session replaced = sessions.begin(cache, shared.dataset());
    isOutdated = false;
    breaker.begun();
    if (replaced != null) {
      replaced.cache().close();
    }
    if (incoming.isClosed) {
      drop(cache);
    }
  }

  private void failed(Session in, CacheUnavailableException failure) {
    if (breaker.failed(in.cache(), failure)) {
      nudge();
    }
  }

  /** Ends a session after a malformed reply, because later replies may be malformed as well. */
  private CacheUnavailableException closed(Session in, Throwable malformed) {
    if (sessions.end(in.cache())) {
      log.error("Malformed reply from {}; closing the connection", name, malformed);
      breaker.stateLog().unavailable("it sent a malformed reply", null);
    }
    in.cache().close();
    nudge();
    return new CacheUnavailableException(Reason.DOWN, name + " sent a malformed reply", malformed);
  }

  private void nudge() {
    if (supervisor != null) {
      supervisor.nudge();
    }
  }

  /** Receives what one session reports; a session that has ended reports nothing more. */
  private final class Incoming implements SharedCache.Listener {

    private volatile @Nullable SharedCache cache;
    private volatile boolean isClosed;

    @Override
    public void entryChanged(CacheKey key) {
      listener.entryChanged(key);
    }

    @Override
    public void lockChanged(CacheKey key) {
      listener.lockChanged(key);
    }

    @Override
    public void generationsChanged() {
      nudge();
    }

    /** A new number puts every copy in memory out of step at once. */
    @Override
    public void allChanged() {
      sessions.renumber(cache);
      nudge();
    }

    @Override
    public void outdated() {
      if (sessions.isCurrent(cache)) {
        isOutdated = true;
        nudge();
      }
    }

    @Override
    public void closed() {
      isClosed = true;
      SharedCache own = cache;
      if (own != null && sessions.end(own)) {
        breaker.stateLog().unavailable("the connection was lost", null);
        nudge();
      }
    }
  }
}
