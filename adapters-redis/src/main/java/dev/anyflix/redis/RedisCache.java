package dev.anyflix.redis;

import static dev.anyflix.redis.RedisLink.bytes;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.Claim;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.SharedCache;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One session with Redis, on one connection that is never opened again. */
final class RedisCache implements SharedCache {

  private static final Duration PROBE_LASTS = Duration.ofSeconds(10);

  private final RedisLink link;
  private final KeyScan scan;
  private final Invalidations invalidations;
  private final RedisEntries entries;
  private final RedisLoads loads;
  private final RedisBudgets budgets;
  private final Figures figures;
  private final String server;

  RedisCache(
      RedisLink link,
      Invalidations invalidations,
      RedisSettings settings,
      Figures figures,
      String server) {
    this.link = link;
    this.scan = new KeyScan(link, settings.timeout());
    this.invalidations = invalidations;
    this.entries = new RedisEntries(link, invalidations, settings, figures);
    this.loads = new RedisLoads(link, invalidations, entries, settings.maxEntryBytes());
    this.budgets = new RedisBudgets(link);
    this.figures = figures;
    this.server = server;
  }

  @Override
  public @Nullable CacheEntry get(CacheKey key) {
    return entries.get(key);
  }

  @Override
  public CompletableFuture<@Nullable CacheEntry> getLater(CacheKey key) {
    return entries.getLater(key);
  }

  @Override
  public void put(CacheKey key, CacheEntry entry, Duration keepFor) {
    entries.put(key, entry, keepFor);
  }

  @Override
  public boolean remove(CacheKey key) {
    return entries.remove(key);
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
    return figures.with(info());
  }

  /** What the server tells of itself, as INFO answers it. */
  String info() {
    byte[] info = link.call(CommandType.INFO, new ValueOutput<>(RedisLink.CODEC), RedisLink.args());
    return new String(info, StandardCharsets.UTF_8);
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
    return loads.claim(key, owner, lease);
  }

  @Override
  public boolean renew(CacheKey key, String owner, Duration lease) {
    return loads.renew(key, owner, lease);
  }

  @Override
  public void release(CacheKey key, String owner) {
    loads.release(key, owner);
  }

  @Override
  public void fail(CacheKey key, String owner, LoadFailure failure, Duration rememberFor) {
    loads.fail(key, owner, failure, rememberFor);
  }

  @Override
  public BudgetGrant draw(String budget, BudgetDraw draw) {
    return budgets.draw(budget, draw);
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
    link.close();
  }
}
