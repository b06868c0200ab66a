package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.UnknownCursorException;
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
 * <p>A call that times out opens the breaker at once, so that no other request waits; the next
 * heartbeat that is answered closes it. Before a session is read, and before the breaker closes,
 * the clears owed are told to the shared cache, so that nothing cleared meanwhile can be read from
 * it.
 */
final class SharedTier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SharedTier.class);

  /** Whether a clear has reached the shared cache. */
  enum Cleared {
    DONE,
    PENDING,
    NO_SHARED_CACHE
  }

  /** What the rest of the cache does when others change the shared one. */
  interface Listener {

    void entryChanged(CacheKey key);

    void loadChanged(CacheKey key);

    /** Clears that were owed have been carried out; their entries can be removed. */
    void owedCleared(Set<String> prefixes);
  }

  private final SharedCache.@Nullable Connector connector;
  private final Listener listener;
  private final ClearLedger ledger = new ClearLedger();
  private final @Nullable Supervisor supervisor;

  /** Held while generations are exchanged, so that clears and heartbeats take turns. */
  private final ReentrantLock exchange = new ReentrantLock();

  /** Open once a session was sought for the first time, whether there was one or not. */
  private final CountDownLatch attempted;

  private final Sessions sessions = new Sessions();
  private final Announcements announcements = new Announcements();
  private volatile boolean writable = true;
  private volatile boolean suspect;
  private volatile long latencyNanos;

  SharedTier(SharedCache.@Nullable Connector connector, Listener listener) {
    this.connector = connector;
    this.listener = listener;
    this.attempted = new CountDownLatch(connector == null ? 0 : 1);
    this.supervisor = connector == null ? null : new Supervisor(this);
  }

  void start() {
    if (supervisor != null) {
      supervisor.start();
    }
  }

  void awaitFirstAttempt(Duration atMost) {
    try {
      boolean done = attempted.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
      log.debug("Redis was {}looked for", done ? "" : "not yet ");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Generations generations() {
    return ledger.known();
  }

  int owedClears() {
    return ledger.owedCount();
  }

  long latencyNanos() {
    return latencyNanos;
  }

  SharedState state() {
    if (connector == null) {
      return SharedState.OFF;
    }
    if (session() == null) {
      return SharedState.DOWN;
    }
    if (suspect) {
      return SharedState.SUSPECT;
    }
    return writable ? SharedState.UP : SharedState.READ_ONLY;
  }

  /** The session to read from; null while the breaker is open or there is none. */
  @Nullable Session readable() {
    return suspect ? null : session();
  }

  /** The session to write to; null while it takes no writes or must not be read. */
  @Nullable Session writable() {
    return writable ? readable() : null;
  }

  /**
   * Asks the shared cache something in a session got from {@link #readable()} or {@link
   * #writable()}.
   *
   * @throws CacheUnavailableException if it does not answer, or with what makes no sense; the
   *     breaker has taken note, unless the thread was interrupted, which tells nothing of the
   *     shared cache
   */
  <T extends @Nullable Object> T ask(Session in, Function<SharedCache, T> question) {
    try {
      return question.apply(in.cache());
    } catch (CacheUnavailableException e) {
      if (!Thread.currentThread().isInterrupted()) {
        takeNote(in, e);
      }
      throw e;
    } catch (UnknownCursorException e) {
      throw e;
    } catch (RuntimeException e) {
      throw givenUp(in, e);
    }
  }

  /** As {@link #ask}, for a question that is answered later. */
  <T extends @Nullable Object> CompletableFuture<T> askLater(
      Session in, Function<SharedCache, CompletableFuture<T>> question) {
    return question
        .apply(in.cache())
        .whenComplete(
            (answer, failure) -> {
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause instanceof CacheUnavailableException unavailable) {
                takeNote(in, unavailable);
              } else if (cause instanceof RuntimeException senseless) {
                var unused = givenUp(in, senseless);
              }
            });
  }

  Cleared clear(Set<String> prefixes) {
    exchange.lock();
    try {
      Session current = writable();
      if (current != null) {
        Set<String> all = new HashSet<>(prefixes);
        all.addAll(ledger.owed());
        try {
          ledger.learn(ask(current, cache -> cache.exchange(ledger.known(), all)));
          ledger.settle();
          return Cleared.DONE;
        } catch (CacheUnavailableException e) {
          log.debug("The clear is owed to Redis: {}", e.getMessage());
        }
      }
      ledger.owe(prefixes);
      return connector == null ? Cleared.NO_SHARED_CACHE : Cleared.PENDING;
    } finally {
      exchange.unlock();
    }
  }

  /** Opens a session and makes it the current one, or fails. Called by the supervisor alone. */
  void connect() {
    try {
      open();
    } finally {
      attempted.countDown();
    }
  }

  private void open() {
    var incoming = new Incoming();
    SharedCache cache = Objects.requireNonNull(connector).connect(incoming);
    exchange.lock();
    try {
      synchronize(cache);
      publish(cache, incoming);
    } catch (RuntimeException e) {
      cache.close();
      throw e;
    } finally {
      exchange.unlock();
    }
  }

  /**
   * Sends a heartbeat in the current session. Called by the supervisor alone. A heartbeat that is
   * lost does not open the breaker; that is for the requests that time out, and for {@link #doubt}.
   */
  void heartbeat(Session current) {
    exchange.lock();
    try {
      long start = System.nanoTime();
      synchronize(current.cache());
      latencyNanos = System.nanoTime() - start;
      suspect = false;
    } catch (CacheUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw givenUp(current, e);
    } finally {
      exchange.unlock();
    }
  }

  /** Opens the breaker after several heartbeats were lost. */
  void doubt(Session current, CacheUnavailableException why) {
    takeNote(current, why);
  }

  @Nullable Session session() {
    return sessions.current();
  }

  void drop(SharedCache cache) {
    sessions.end(cache);
    cache.close();
  }

  /** What the log is told of. */
  Announcements announcements() {
    return announcements;
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

  /** Brings the generations of both sides, clears owed and writes up to date. Under the lock. */
  private void synchronize(SharedCache cache) {
    try {
      Generations shared = cache.exchange(Generations.NONE, Set.of());
      Set<String> owed = ledger.owed();
      if (!owed.isEmpty() || !shared.max(ledger.known()).equals(shared)) {
        shared = tell(cache, shared, owed);
      } else if (!writable) {
        cache.probeWrite();
        writeAgain();
      }
      ledger.learn(shared);
    } catch (CacheUnavailableException e) {
      if (e.reason() != Reason.READ_ONLY) {
        throw e;
      }
      refuseWrites(e);
    }
  }

  private void publish(SharedCache cache, Incoming incoming) {
    incoming.cache = cache;
    suspect = false;
    sessions.begin(cache);
    if (incoming.closed) {
      drop(cache);
    }
  }

  private Generations tell(SharedCache cache, Generations shared, Set<String> owed) {
    try {
      Generations after = cache.exchange(ledger.known(), owed);
      ledger.learn(after);
      ledger.settle();
      writeAgain();
      if (!owed.isEmpty()) {
        log.info("Cleared in Redis what was cleared while it was away: {}", owed);
        listener.owedCleared(owed);
      }
      return after;
    } catch (CacheUnavailableException e) {
      if (e.reason() == Reason.READ_ONLY) {
        ledger.learnWithoutSettling(shared);
      }
      throw e;
    }
  }

  private void takeNote(Session in, CacheUnavailableException e) {
    log.debug("Redis did not answer as asked: {}", e.getMessage());
    switch (e.reason()) {
      case READ_ONLY -> refuseWrites(e);
      case REFUSED -> announcements.refuses(in.cache(), String.valueOf(e.getMessage()));
      case TIMED_OUT, DOWN -> {
        if (sessions.isCurrent(in.cache())) {
          suspect = true;
          announcements.away(String.valueOf(e.getMessage()));
        }
      }
    }
    nudge();
  }

  /**
   * Ends a session whose answers make no sense, for those that follow would make none either, or
   * would be another question's.
   */
  private CacheUnavailableException givenUp(Session in, RuntimeException senseless) {
    if (sessions.end(in.cache())) {
      log.error("Redis answered what makes no sense; its connection is given up", senseless);
      announcements.away("its answers make no sense");
    }
    in.cache().close();
    nudge();
    return new CacheUnavailableException(
        Reason.DOWN, "Redis answered what makes no sense", senseless);
  }

  private void refuseWrites(CacheUnavailableException e) {
    writable = false;
    announcements.takesNoWrites(String.valueOf(e.getMessage()));
  }

  private void writeAgain() {
    writable = true;
    announcements.takesWrites();
  }

  private void nudge() {
    if (supervisor != null) {
      supervisor.nudge();
    }
  }

  /** What one session hears; it speaks for that session alone. */
  private final class Incoming implements SharedCache.Listener {

    private volatile @Nullable SharedCache cache;
    private volatile boolean closed;

    @Override
    public void entryChanged(CacheKey key) {
      listener.entryChanged(key);
    }

    @Override
    public void loadChanged(CacheKey key) {
      listener.loadChanged(key);
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
    public void closed() {
      closed = true;
      SharedCache own = cache;
      if (own != null && sessions.end(own)) {
        announcements.away("the connection was lost");
        nudge();
      }
    }
  }
}
