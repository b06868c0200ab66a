package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that opens sessions with the shared cache and sends heartbeats in them.
 *
 * <p>A session in which {@value #LOST_HEARTBEATS} heartbeats in a row are lost is closed and
 * another one is opened, at intervals with jitter, so that many instances do not connect at once.
 * While the server is a read-only replica, a session with another server is looked for. A session
 * that is outdated is replaced.
 */
final class Supervisor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration HEARTBEAT = Duration.ofMillis(500);
  private static final Duration SUSPECT_HEARTBEAT = Duration.ofMillis(50);
  private static final int RECONNECT_MIN_MILLIS = 250;
  private static final int RECONNECT_MAX_MILLIS = 600;
  private static final int LOST_HEARTBEATS = 3;

  private final SharedTier tier;
  private final SharedBreaker breaker;
  private final Semaphore nudges = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "redis-supervisor");
  private volatile boolean closed;
  private boolean hasTried;
  private boolean isFaultLogged;
  private int lost;

  Supervisor(SharedTier tier, SharedBreaker breaker) {
    this.tier = tier;
    this.breaker = breaker;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Asks for a heartbeat without delay. */
  void nudge() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed && rest(step())) {
      log.trace("Next heartbeat of the shared cache");
    }
  }

  /**
   * Connects or sends a heartbeat. Nothing ends the thread, because without it Redis would never be
   * used again.
   *
   * @return the pause after it
   */
  private Duration step() {
    try {
      Session session = tier.session();
      if (session == null) {
        lost = 0;
        return connect() ? HEARTBEAT : betweenAttempts();
      }
      if (beat(session)) {
        lost = 0;
        if (breaker.isReplica()) {
          connectToPrimary();
        } else if (tier.isOutdated()) {
          reconnect();
        }
        return HEARTBEAT;
      }
      if (++lost >= LOST_HEARTBEATS) {
        tier.drop(session.cache());
      }
      return SUSPECT_HEARTBEAT;
    } catch (Throwable e) {
      if (!isFaultLogged) {
        isFaultLogged = true;
        log.error("Internal error while supervising the shared cache; trying again. Report it", e);
      }
      return betweenAttempts();
    }
  }

  /** A first attempt that is late says more about this process, just started, than about Redis. */
  private boolean connect() {
    boolean isFirst = !hasTried;
    hasTried = true;
    try {
      tier.connect();
      breaker.stateLog().available("connected");
      return true;
    } catch (CacheUnavailableException e) {
      if (!isFirst || e.reason() != Reason.TIMED_OUT) {
        breaker.unavailable(e);
      }
      log.debug("Connecting to the shared cache failed: {}", e.getMessage());
      return false;
    }
  }

  private void connectToPrimary() {
    try {
      tier.connectToPrimary();
      breaker.stateLog().available("connected to the primary");
    } catch (CacheUnavailableException e) {
      log.debug("No primary found in place of the read-only replica: {}", e.getMessage());
    }
  }

  private void reconnect() {
    try {
      tier.connect();
    } catch (CacheUnavailableException e) {
      log.debug("No session in place of the outdated one: {}", e.getMessage());
    }
  }

  private boolean beat(Session session) {
    try {
      tier.heartbeat(session);
      breaker.stateLog().available("it answers again");
      return true;
    } catch (CacheUnavailableException e) {
      log.debug("A heartbeat of the shared cache was lost: {}", e.getMessage());
      if (lost > 0) {
        tier.doubt(session, e);
      }
      return false;
    }
  }

  /** Waits for the time given or a nudge; while there is no session a nudge changes nothing. */
  private boolean rest(Duration pause) {
    breaker.nextAttemptIn(pause);
    try {
      if (tier.session() == null) {
        Thread.sleep(pause.toMillis());
      } else if (nudges.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        nudges.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static Duration betweenAttempts() {
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextInt(RECONNECT_MIN_MILLIS, RECONNECT_MAX_MILLIS));
  }
}
