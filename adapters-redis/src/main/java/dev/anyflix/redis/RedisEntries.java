package dev.anyflix.redis;

import static dev.anyflix.redis.RedisLink.bytes;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.LoadLease;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes the entries of one session. Thread safe. */
final class RedisEntries {

  private static final Logger LOG = LoggerFactory.getLogger(RedisEntries.class);
  private static final byte[] NOTHING = {};

  private final RedisNodes nodes;
  private final RedisSettings settings;
  private final RedisFigures figures;
  private final RedisClock clock;

  RedisEntries(RedisNodes nodes, RedisSettings settings, RedisFigures figures, RedisClock clock) {
    this.nodes = nodes;
    this.settings = settings;
    this.figures = figures;
    this.clock = clock;
  }

  CompletableFuture<@Nullable CacheEntry> get(CacheKey key) {
    return stored(key)
        .thenApply(
            found -> {
              CacheEntry entry = read(key, found);
              (entry == null ? figures.misses : figures.hits).increment();
              return entry;
            });
  }

  CompletableFuture<Boolean> put(
      CacheKey key, CacheEntry entry, Duration keepFor, @Nullable LoadLease release) {
    byte[] json = EntryJson.encode(entry, clock);
    if (json.length > settings.maxEntryBytes()) {
      LOG.debug("{} is not stored in Redis: {} bytes are over the limit", key, json.length);
      return CompletableFuture.completedFuture(false);
    }
    byte[] keepMillis = RedisLink.millis(keepFor);
    byte[][] arguments = {
      json,
      keepMillis,
      bytes(entry.generation()),
      bytes(EntryJson.time(clock.toServer(entry.loadedAtMillis()))),
      bytes(EntryJson.time(EntryJson.latestLoad(clock))),
      bytes(EntryJson.highestGeneration(clock)),
      release == null ? NOTHING : LockJson.loading(release)
    };
    return nodes
        .run(Script.PUT, List.of(key.toString(), Keys.lock(key)), arguments)
        .exceptionallyCompose(failure -> putAlone(key, arguments, failure))
        .thenCompose(
            reply ->
                Replies.isDone(reply)
                    ? CompletableFuture.completedFuture(true)
                    : overwriteUnreadable(key, json, keepMillis));
  }

  /** Stores an entry in one step and releases the lock in another, while their slot moves. */
  private CompletableFuture<List<Object>> putAlone(
      CacheKey key, byte[][] arguments, Throwable failure) {
    if (!RedisErrors.isSplit(failure)) {
      return CompletableFuture.failedFuture(failure);
    }
    byte[] lock = arguments[arguments.length - 1];
    byte[][] withoutLock = arguments.clone();
    withoutLock[arguments.length - 1] = NOTHING;
    return nodes
        .run(Script.PUT, List.of(key.toString()), withoutLock)
        .thenCompose(
            reply ->
                lock.length == 0
                    ? CompletableFuture.completedFuture(reply)
                    : nodes
                        .run(Script.RELEASE, List.of(Keys.lock(key)), lock)
                        .thenApply(released -> reply));
  }

  CompletableFuture<Boolean> remove(CacheKey key) {
    return nodes
        .send(
            key.toString(),
            CommandType.UNLINK,
            () -> new IntegerOutput<>(RedisLink.CODEC),
            RedisLink.args().addKey(key.toString()))
        .thenApply(removed -> removed > 0);
  }

  /**
   * Reads what was found under a key.
   *
   * @param found null when nothing was
   * @return null when nothing was found, or when it cannot be read, which is counted
   */
  @Nullable CacheEntry read(CacheKey key, byte @Nullable [] found) {
    if (found == null || found.length == 0) {
      return null;
    }
    CacheEntry entry =
        found.length > settings.maxEntryBytes()
            ? null
            : EntryJson.decode(key, found, settings.maxEntryBytes(), clock);
    if (entry == null) {
      figures.unreadable.increment();
      LOG.debug("{} cannot be read and is a miss", key);
    }
    return entry;
  }

  /** A good header may stand before a bad rest, which only reading it whole reveals. */
  private CompletableFuture<Boolean> overwriteUnreadable(
      CacheKey key, byte[] json, byte[] keepMillis) {
    return stored(key)
        .thenCompose(
            present ->
                present.length == 0 || read(key, present) != null
                    ? CompletableFuture.completedFuture(false)
                    : nodes
                        .run(
                            Script.OVERWRITE,
                            List.of(key.toString()),
                            json,
                            keepMillis,
                            present,
                            bytes(settings.maxEntryBytes()))
                        .thenApply(Replies::isDone));
  }

  /** The value under a key, cut off behind the most that an entry may have; empty for none. */
  CompletableFuture<byte[]> stored(CacheKey key) {
    return nodes
        .send(
            key.toString(),
            CommandType.GETRANGE,
            () -> new ValueOutput<>(RedisLink.CODEC),
            RedisLink.args().addKey(key.toString()).add(0).add(settings.maxEntryBytes()))
        .exceptionallyCompose(this::wrongType);
  }

  /** A value of another type cannot be read. */
  private CompletableFuture<byte[]> wrongType(Throwable failure) {
    if (!RedisErrors.isWrongType(failure)) {
      return CompletableFuture.failedFuture(failure);
    }
    figures.unreadable.increment();
    return CompletableFuture.completedFuture(NOTHING);
  }
}
