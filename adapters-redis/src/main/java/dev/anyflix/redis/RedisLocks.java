package dev.anyflix.redis;

import static dev.anyflix.redis.RedisLink.bytes;
import static dev.anyflix.redis.RedisLink.millis;

import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LoadLocks;
import dev.anyflix.domain.cache.LockResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The locks of loads in one session. Thread safe. */
final class RedisLocks implements LoadLocks {

  private final RedisNodes nodes;
  private final RedisEntries entries;
  private final int maxEntryBytes;

  RedisLocks(RedisNodes nodes, RedisEntries entries, int maxEntryBytes) {
    this.nodes = nodes;
    this.entries = entries;
    this.maxEntryBytes = maxEntryBytes;
  }

  @Override
  public CompletableFuture<LockResult> acquire(LoadLease lease, Duration lasts) {
    String lock = Keys.lock(lease.key());
    byte[][] arguments = {
      LockJson.loading(lease), millis(lasts), bytes(lease.generation()), bytes(maxEntryBytes)
    };
    return nodes
        .run(Script.ACQUIRE, List.of(lock, lease.key().toString()), arguments)
        .exceptionallyCompose(
            failure ->
                RedisErrors.isSplit(failure)
                    ? acquireAlone(lease, arguments)
                    : CompletableFuture.failedFuture(failure))
        .thenApply(
            reply -> {
              byte[] found = Replies.bytes(reply, 1);
              return Replies.isDone(reply)
                  ? new LockResult.Acquired(entries.read(lease.key(), found))
                  : LockJson.decode(found);
            });
  }

  /** Acquires a lock in one step and reads the entry in another, while their slot moves. */
  private CompletableFuture<List<Object>> acquireAlone(LoadLease lease, byte[][] arguments) {
    return nodes
        .run(Script.ACQUIRE, List.of(Keys.lock(lease.key())), arguments)
        .thenCompose(
            reply ->
                Replies.isDone(reply)
                    ? entries.stored(lease.key()).thenApply(entry -> List.of(1L, entry))
                    : CompletableFuture.completedFuture(reply));
  }

  @Override
  public CompletableFuture<?> renew(Collection<LoadLease> leases, Duration lasts) {
    return CompletableFuture.allOf(
        leases.stream()
            .map(lease -> change(Script.RENEW, lease, millis(lasts)))
            .toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public CompletableFuture<?> release(LoadLease lease) {
    return change(Script.RELEASE, lease);
  }

  @Override
  public CompletableFuture<?> fail(LoadLease lease, LoadFailure failure, Duration rememberFor) {
    return change(Script.FAIL, lease, LockJson.failed(lease, failure), millis(rememberFor));
  }

  private CompletableFuture<?> change(Script script, LoadLease lease, byte[]... more) {
    byte[][] arguments = new byte[more.length + 1][];
    arguments[0] = LockJson.loading(lease);
    System.arraycopy(more, 0, arguments, 1, more.length);
    return nodes.run(script, List.of(Keys.lock(lease.key())), arguments);
  }
}
