package dev.anyflix.domain.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * Locks that let one of several instances load a key while the others wait. Thread safe.
 *
 * <p>No method waits. A future is completed exceptionally with a {@link CacheUnavailableException}
 * when the shared cache did not do what it was asked, on a thread that must not be held up.
 */
public interface LoadLocks {

  /**
   * Acquires the lock of a key. Acquiring again what the owner holds succeeds and starts a new
   * lease. A lock or failure of an earlier generation than the caller's is void.
   *
   * @param lasts how long the lock stands unless it is renewed
   */
  CompletableFuture<LockResult> acquire(LoadLease lease, Duration lasts);

  /**
   * Prolongs locks; sets one again that is absent, and leaves one alone that another load holds.
   */
  CompletableFuture<?> renew(Collection<LoadLease> leases, Duration lasts);

  /** Releases a lock; without effect when another load holds it. */
  CompletableFuture<?> release(LoadLease lease);

  /**
   * Releases a lock after a failed load, and reports the failure to the other instances; without
   * effect when another load holds the lock.
   *
   * @param rememberFor how long the failure is reported
   */
  CompletableFuture<?> fail(LoadLease lease, LoadFailure failure, Duration rememberFor);
}
