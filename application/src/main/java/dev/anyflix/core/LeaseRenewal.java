package dev.anyflix.core;

import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.core.concurrent.LoggedTask;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.LoadLease;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the locks of the loads under way, all of them in one step. Thread safe. */
final class LeaseRenewal implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LeaseRenewal.class);

  private final TieredCache cache;
  private final Duration lasts;
  private final Set<LoadLease> leases = new HashSet<>();
  private boolean isClosed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("lock-renewal"));

  LeaseRenewal(TieredCache cache, Duration lasts) {
    this.cache = cache;
    this.lasts = lasts;
    long period = lasts.toMillis() / 3;
    ScheduledFuture<?> unused =
        thread.scheduleAtFixedRate(
            new LoggedTask(
                log, "Internal error while renewing locks; trying again. Report it", this::renew),
            period,
            period,
            TimeUnit.MILLISECONDS);
  }

  void add(LoadLease lease) {
    synchronized (leases) {
      if (isClosed) {
        cache.release(lease);
      } else {
        leases.add(lease);
      }
    }
  }

  /**
   * Stops renewing a lock.
   *
   * @param release sends what releases it, in the same step, because a renewal that came later
   *     would set the lock again
   */
  void remove(LoadLease lease, Consumer<LoadLease> release) {
    synchronized (leases) {
      leases.remove(lease);
      release.accept(lease);
    }
  }

  private void renew() {
    synchronized (leases) {
      if (!leases.isEmpty()) {
        cache.renew(List.copyOf(leases), lasts);
      }
    }
  }

  /** Releases all locks, those of loads under way among them, so that other instances can load. */
  @Override
  public void close() {
    thread.shutdownNow();
    synchronized (leases) {
      isClosed = true;
      leases.forEach(cache::release);
      leases.clear();
    }
  }
}
