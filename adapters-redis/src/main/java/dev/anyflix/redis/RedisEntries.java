package dev.anyflix.redis;

import static dev.anyflix.redis.RedisLink.bytes;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes the entries of one session. Thread safe. */
final class RedisEntries {

  private static final Logger LOG = LoggerFactory.getLogger(RedisEntries.class);

  private final RedisLink link;
  private final Invalidations invalidations;
  private final RedisSettings settings;
  private final Figures figures;

  RedisEntries(
      RedisLink link, Invalidations invalidations, RedisSettings settings, Figures figures) {
    this.link = link;
    this.invalidations = invalidations;
    this.settings = settings;
    this.figures = figures;
  }

  @Nullable CacheEntry get(CacheKey key) {
    CacheEntry entry = read(key, stored(key));
    (entry == null ? figures.misses : figures.hits).increment();
    return entry;
  }

  CompletableFuture<@Nullable CacheEntry> getLater(CacheKey key) {
    return link.later(
        CommandType.GETRANGE,
        new ValueOutput<>(RedisLink.CODEC),
        whole(key),
        (value, failure) -> {
          CacheEntry entry = read(key, found(value, failure));
          if (entry != null) {
            figures.hits.increment();
          }
          return entry;
        });
  }

  void put(CacheKey key, CacheEntry entry, Duration keepFor) {
    byte[] json = EntryJson.encode(entry);
    if (json.length > settings.maxEntryBytes()) {
      LOG.debug("{} is not kept in Redis: {} bytes are too many", key, json.length);
      return;
    }
    byte[] keepMillis = RedisLink.millis(keepFor);
    Instant credible = settings.clock().instant().plus(EntryJson.CLOCK_TOLERANCE);
    boolean written =
        write(
            Script.PUT,
            key,
            json,
            keepMillis,
            bytes(entry.generation()),
            bytes(EntryJson.time(entry.loadedAt())),
            bytes(EntryJson.time(credible)));
    if (!written) {
      overwriteUnreadable(key, json, keepMillis);
    }
  }

  boolean remove(CacheKey key) {
    Long removed =
        link.await(
            link.send(
                CommandType.UNLINK,
                new IntegerOutput<>(RedisLink.CODEC),
                RedisLink.args().addKey(key.toString()),
                count -> {
                  if (count > 0) {
                    invalidations.ownEntry(key);
                  }
                }));
    return removed > 0;
  }

  /**
   * Reads what was found under a key.
   *
   * @param found null when nothing was
   * @return null when nothing was found, or what was cannot be read, which is counted
   */
  @Nullable CacheEntry read(CacheKey key, byte @Nullable [] found) {
    if (found == null) {
      return null;
    }
    CacheEntry entry =
        found.length > settings.maxEntryBytes()
            ? null
            : EntryJson.decode(key, found, settings.clock().instant());
    if (entry == null) {
      figures.unreadable.increment();
      LOG.debug("{} cannot be read and counts as a miss", key);
    }
    return entry;
  }

  /** A good header may stand before a bad rest, which only reading it whole brings to light. */
  private void overwriteUnreadable(CacheKey key, byte[] json, byte[] keepMillis) {
    byte[] present = stored(key);
    if (present != null && read(key, present) == null) {
      byte[] most = bytes(settings.maxEntryBytes());
      write(Script.OVERWRITE, key, json, keepMillis, present, most);
    }
  }

  /** What lies under a key, cut off behind the most that an entry may have; null when nothing. */
  private byte @Nullable [] stored(CacheKey key) {
    try {
      return found(
          link.call(CommandType.GETRANGE, new ValueOutput<>(RedisLink.CODEC), whole(key)), null);
    } catch (CacheUnavailableException e) {
      return found(null, e);
    }
  }

  private CommandArgs<String, byte[]> whole(CacheKey key) {
    return RedisLink.args().addKey(key.toString()).add(0).add(settings.maxEntryBytes());
  }

  /** What a look under a key has brought to light; a value of another type cannot be read. */
  private byte @Nullable [] found(
      byte @Nullable [] value, @Nullable CacheUnavailableException failure) {
    if (failure != null) {
      if (!RedisErrors.isWrongType(failure)) {
        throw failure;
      }
      figures.unreadable.increment();
    }
    return value == null || value.length == 0 ? null : value;
  }

  private boolean write(Script script, CacheKey key, byte[]... arguments) {
    return Replies.done(
        link.run(
            script,
            List.of(key.toString()),
            reply -> {
              if (Replies.done(reply)) {
                invalidations.ownEntry(key);
              }
            },
            arguments));
  }
}
