package dev.anyflix.cache;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

  /**
   * A session and its number.
   *
   * @param id counts up; a copy in memory is in step with the shared cache only if it was taken
   *     under the same number
   * @param sinceRestart the first number under which the same server process was seen
   * @param cache the session itself
   */
  record Session(long id, long sinceRestart, SharedCache cache) {}

  private final SharedCache.@Nullable Connector connector;
  private final Listener listener;
  private final ClearLedger ledger = new ClearLedger();
  private final @Nullable Supervisor supervisor;

  /** Held while generations are exchanged, so that clears and heartbeats take turns. */
  private final ReentrantLock exchange = new ReentrantLock();

  /** Held while sessions are numbered; never during a call, for the cache's own thread takes it. */
  private final Object numbering = new Object();

  /** Open once a session was sought for the first time, whether there was one or not. */
  private final CountDownLatch attempted;

  private volatile @Nullable Session session;
  private volatile boolean suspect;
  private final AtomicBoolean writable = new AtomicBoolean(true);
  private final AtomicBoolean announcedAway = new AtomicBoolean();
  private final AtomicReference<@Nullable SharedCache> refusing = new AtomicReference<>();
  private volatile long latencyNanos;
  private long lastId;
  private String lastServer = "";
  private long serverSince;

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
    if (session == null) {
      return SharedState.DOWN;
    }
    if (suspect) {
      return SharedState.SUSPECT;
    }
    return writable.get() ? SharedState.UP : SharedState.READ_ONLY;
  }

  /** The session to read from; null while the breaker is open or there is none. */
  @Nullable Session readable() {
    return suspect ? null : session;
  }

  /** The session to write to; null while it takes no writes or must not be read. */
  @Nullable Session writable() {
    return writable.get() ? readable() : null;
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
    return session;
  }

  void drop(SharedCache cache) {
    forget(cache);
    cache.close();
  }

  private boolean forget(SharedCache cache) {
    synchronized (numbering) {
      Session current = session;
      boolean mine = current != null && current.cache().equals(cache);
      if (mine) {
        session = null;
      }
      return mine;
    }
  }

  /** Says once in the log that the shared cache is away, or that it is back. */
  void announce(boolean away, String why) {
    if (!announcedAway.compareAndSet(!away, away)) {
      return;
    }
    if (away) {
      log.warn(
          "Redis is away, serving from memory: {}. It is used again as soon as it answers; the"
              + " command doctor says what to do",
          why);
    } else {
      log.info("Redis is in use: {}", why);
    }
  }

  @Override
  public void close() {
    if (supervisor != null) {
      supervisor.close();
    }
    Session current = session;
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
      } else if (!writable.get()) {
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
    String server = cache.server();
    incoming.cache = cache;
    synchronized (numbering) {
      long id = ++lastId;
      if (!server.equals(lastServer)) {
        lastServer = server;
        serverSince = id;
      }
      suspect = false;
      session = new Session(id, serverSince, cache);
    }
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
      case REFUSED -> reportRefusal(in, e);
      case TIMED_OUT, DOWN -> {
        if (in.cache().equals(currentCache())) {
          suspect = true;
          announce(true, String.valueOf(e.getMessage()));
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
    if (forget(in.cache())) {
      log.error("Redis answered what makes no sense; its connection is given up", senseless);
      announce(true, "its answers make no sense");
    }
    in.cache().close();
    nudge();
    return new CacheUnavailableException(
        Reason.DOWN, "Redis answered what makes no sense", senseless);
  }

  /** Redis is not away for a command that it will never carry out; once a connection is enough. */
  private void reportRefusal(Session in, CacheUnavailableException e) {
    if (!in.cache().equals(refusing.getAndSet(in.cache()))) {
      log.warn("Redis refuses what the service needs, going on without it: {}", e.getMessage());
    }
  }

  private @Nullable SharedCache currentCache() {
    Session current = session;
    return current == null ? null : current.cache();
  }

  private void refuseWrites(CacheUnavailableException e) {
    if (writable.compareAndSet(true, false)) {
      log.warn("Redis takes no writes, new entries stay in memory: {}", e.getMessage());
    }
  }

  private void writeAgain() {
    if (writable.compareAndSet(false, true)) {
      log.info("Redis takes writes again");
    }
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
      synchronized (numbering) {
        Session current = session;
        if (current != null && current.cache().equals(cache)) {
          session = new Session(++lastId, current.sinceRestart(), current.cache());
        }
      }
      nudge();
    }

    @Override
    public void closed() {
      closed = true;
      SharedCache own = cache;
      if (own != null && forget(own)) {
        announce(true, "the connection was lost");
        nudge();
      }
    }
  }
}
