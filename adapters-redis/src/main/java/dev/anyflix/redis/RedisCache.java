package dev.anyflix.redis;

import static dev.anyflix.redis.RedisLink.bytes;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.Claim;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.SharedCache;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session with Redis, on one connection that is never opened again. */
final class RedisCache implements SharedCache {

  private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);
  private static final Duration PROBE_LASTS = Duration.ofSeconds(10);

  private final RedisLink link;
  private final KeyScan scan;
  private final Invalidations invalidations;
  private final RedisSettings settings;
  private final Figures figures;
  private final String server;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  RedisCache(
      RedisLink link,
      Invalidations invalidations,
      RedisSettings settings,
      Figures figures,
      String server) {
    this.link = link;
    this.scan = new KeyScan(link);
    this.invalidations = invalidations;
    this.settings = settings;
    this.figures = figures;
    this.server = server;
  }

  @Override
  public @Nullable CacheEntry get(CacheKey key) {
    CacheEntry entry = entry(key, stored(key));
    (entry == null ? figures.misses : figures.hits).increment();
    return entry;
  }

  @Override
  public void put(CacheKey key, CacheEntry entry, Duration keepFor) {
    byte[] json = EntryJson.encode(entry);
    if (json.length > settings.maxEntryBytes()) {
      LOG.debug("{} is not kept in Redis: {} bytes are too many", key, json.length);
      return;
    }
    byte[] keepMillis = millis(keepFor);
    Instant credible = settings.clock().instant().plus(EntryJson.CLOCK_TOLERANCE);
    boolean written =
        change(
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

  /** A good header may stand before a bad rest, which only reading it whole brings to light. */
  private void overwriteUnreadable(CacheKey key, byte[] json, byte[] keepMillis) {
    byte[] present = stored(key);
    if (present != null && entry(key, present) == null) {
      change(Script.OVERWRITE, key, json, keepMillis, present, bytes(settings.maxEntryBytes()));
    }
  }

  @Override
  public boolean remove(CacheKey key) {
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

  @Override
  public long purge(Generations generations) {
    return generations.byPrefix().isEmpty()
        ? 0
        : scan.purge(generations, removed -> removed.forEach(invalidations::ownEntry));
  }

  @Override
  public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    return scan.page(prefixes, cursor, limit);
  }

  @Override
  public CacheStats stats() {
    byte[] info = link.call(CommandType.INFO, new ValueOutput<>(RedisLink.CODEC), RedisLink.args());
    return figures.with(new String(info, StandardCharsets.UTF_8));
  }

  @Override
  public String server() {
    return server;
  }

  @Override
  public Generations exchange(Generations known, Set<String> owed) {
    if (known.byPrefix().isEmpty() && owed.isEmpty()) {
      return generations();
    }
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(known.byPrefix().size()));
    known
        .byPrefix()
        .forEach(
            (prefix, generation) -> {
              arguments.add(bytes(prefix));
              arguments.add(bytes(generation));
            });
    owed.forEach(prefix -> arguments.add(bytes(prefix)));
    return Replies.generations(
        link.run(
            Script.EXCHANGE,
            List.of(Keys.GENERATIONS),
            reply -> {
              if (Replies.done(reply)) {
                invalidations.own(Keys.GENERATIONS);
              }
            },
            arguments.toArray(byte[][]::new)));
  }

  private Generations generations() {
    try {
      return Replies.generations(
          link.call(
              CommandType.HGETALL,
              new MapOutput<>(RedisLink.CODEC),
              RedisLink.args().addKey(Keys.GENERATIONS)));
    } catch (CacheUnavailableException e) {
      if (RedisErrors.isWrongType(e)) {
        return Generations.NONE;
      }
      throw e;
    }
  }

  @Override
  public Claim claim(CacheKey key, String owner, Duration lease) {
    String load = Keys.load(key);
    List<Object> reply =
        link.run(
            Script.CLAIM,
            List.of(load, key.toString()),
            answer -> ownLoad(load, answer),
            LoadJson.loading(owner),
            millis(lease),
            bytes(settings.maxEntryBytes()));
    byte[] found = Replies.bytes(reply, 1);
    if (!Replies.done(reply)) {
      return LoadJson.decode(found);
    }
    return new Claim.Granted(entry(key, found.length == 0 ? null : found));
  }

  @Override
  public boolean renew(CacheKey key, String owner, Duration lease) {
    return changeLoad(Script.RENEW, key, LoadJson.loading(owner), millis(lease));
  }

  @Override
  public void release(CacheKey key, String owner) {
    changeLoad(Script.RELEASE, key, LoadJson.loading(owner));
  }

  @Override
  public void fail(CacheKey key, String owner, LoadFailure failure, Duration rememberFor) {
    changeLoad(
        Script.FAIL, key, LoadJson.loading(owner), LoadJson.failed(failure), millis(rememberFor));
  }

  @Override
  public void probeWrite() {
    link.call(
        CommandType.SET,
        new StatusOutput<>(RedisLink.CODEC),
        RedisLink.args()
            .addKey(Keys.PROBE)
            .add(1)
            .add(CommandKeyword.PX)
            .add(PROBE_LASTS.toMillis()));
  }

  @Override
  public void close() {
    link.close().whenComplete((nothing, failure) -> ended.complete(null));
    invalidations.end();
  }

  /** Done when the connection is closed for good. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** What lies under a key, cut off behind the most that an entry may have; null when nothing. */
  private byte @Nullable [] stored(CacheKey key) {
    try {
      byte[] found =
          link.call(
              CommandType.GETRANGE,
              new ValueOutput<>(RedisLink.CODEC),
              RedisLink.args().addKey(key.toString()).add(0).add(settings.maxEntryBytes()));
      return found.length == 0 ? null : found;
    } catch (CacheUnavailableException e) {
      if (RedisErrors.isWrongType(e)) {
        figures.unreadable.increment();
        return null;
      }
      throw e;
    }
  }

  private @Nullable CacheEntry entry(CacheKey key, byte @Nullable [] found) {
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

  private boolean change(Script script, CacheKey key, byte[]... arguments) {
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

  private boolean changeLoad(Script script, CacheKey key, byte[]... arguments) {
    String load = Keys.load(key);
    return Replies.done(link.run(script, List.of(load), reply -> ownLoad(load, reply), arguments));
  }

  private void ownLoad(String load, List<Object> reply) {
    if (Replies.done(reply)) {
      invalidations.own(load);
    }
  }

  private static byte[] millis(Duration duration) {
    return bytes(Math.max(1, duration.toMillis()));
  }
}
