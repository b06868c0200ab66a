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
 * <p>A session in which {@value #LOST_HEARTBEATS} heartbeats in a row are lost is given up and
 * another one is sought, at intervals with jitter, so that many instances do not knock together.
 */
final class Supervisor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration HEARTBEAT = Duration.ofMillis(500);
  private static final Duration SUSPECT_HEARTBEAT = Duration.ofMillis(50);
  private static final int RECONNECT_MIN_MILLIS = 250;
  private static final int RECONNECT_MAX_MILLIS = 600;
  private static final int LOST_HEARTBEATS = 3;

  private final SharedTier tier;
  private final Semaphore nudges = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "redis-supervisor");
  private volatile boolean closed;
  private boolean tried;

  Supervisor(SharedTier tier) {
    this.tier = tier;
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
    int lost = 0;
    while (!closed) {
      Session session = tier.session();
      Duration pause;
      if (session == null) {
        lost = 0;
        pause = connect() ? HEARTBEAT : betweenAttempts();
      } else if (beat(session, lost)) {
        lost = 0;
        pause = HEARTBEAT;
      } else if (++lost < LOST_HEARTBEATS) {
        pause = SUSPECT_HEARTBEAT;
      } else {
        tier.drop(session.cache());
        pause = SUSPECT_HEARTBEAT;
      }
      if (!rest(pause)) {
        return;
      }
    }
  }

  /** A first attempt that is late says more about this process, just started, than about Redis. */
  private boolean connect() {
    try {
      tier.connect();
      tier.announcements().inUse("connected");
      return true;
    } catch (CacheUnavailableException e) {
      if (tried || e.reason() != Reason.TIMED_OUT) {
        tier.announcements().away(String.valueOf(e.getMessage()));
      }
      log.debug("Redis cannot be reached yet: {}", e.getMessage());
      return false;
    } catch (RuntimeException e) {
      return goOnAfter(e);
    } finally {
      tried = true;
    }
  }

  private boolean beat(Session session, int lostBefore) {
    try {
      tier.heartbeat(session);
      tier.announcements().inUse("it answers again");
      return true;
    } catch (CacheUnavailableException e) {
      log.debug("A heartbeat of Redis was lost: {}", e.getMessage());
      if (lostBefore > 0) {
        tier.doubt(session, e);
      }
      return false;
    } catch (RuntimeException e) {
      return goOnAfter(e);
    }
  }

  /** Without this thread Redis would never be used again, so nothing ends it. */
  private static boolean goOnAfter(RuntimeException fault) {
    log.error("Looking after Redis failed; this is a fault of the service", fault);
    return false;
  }

  /** Waits for the time given or a nudge; while there is no session a nudge changes nothing. */
  private boolean rest(Duration pause) {
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
