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

  private final RedisLink link;
  private final RedisEntries entries;
  private final int maxEntryBytes;

  RedisLocks(RedisLink link, RedisEntries entries, int maxEntryBytes) {
    this.link = link;
    this.entries = entries;
    this.maxEntryBytes = maxEntryBytes;
  }

  @Override
  public CompletableFuture<LockResult> acquire(LoadLease lease, Duration lasts) {
    return link.run(
            Script.ACQUIRE,
            List.of(Keys.lock(lease.key()), lease.key().toString()),
            LockJson.loading(lease),
            millis(lasts),
            bytes(lease.generation()),
            bytes(maxEntryBytes))
        .thenApply(
            reply -> {
              byte[] found = Replies.bytes(reply, 1);
              return Replies.isDone(reply)
                  ? new LockResult.Acquired(entries.read(lease.key(), found))
                  : LockJson.decode(found);
            });
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
    return link.run(script, List.of(Keys.lock(lease.key())), arguments);
  }
}
