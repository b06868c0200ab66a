package dev.anyflix.redis;

import static dev.anyflix.redis.RedisLink.bytes;

import dev.anyflix.domain.budget.SharedBudgets;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LoadLocks;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedGenerations;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One session with Redis, on one connection that is never opened again. */
final class RedisCache implements SharedCache {

  private static final Duration PROBE_LASTS = Duration.ofSeconds(10);

  private final RedisLink link;
  private final KeyScan scan;
  private final RedisEntries entries;
  private final RedisLocks locks;
  private final RedisBudgets budgets;
  private final RedisFigures figures;
  private final RedisClock clock;
  private final String server;

  /**
   * @param server the name of the server process, or empty when it is not known
   */
  RedisCache(RedisLink link, RedisSettings settings, RedisFigures figures, String server) {
    this.link = link;
    this.clock = new RedisClock(settings.clock());
    this.scan = new KeyScan(link, settings.timeout(), clock);
    this.entries = new RedisEntries(link, settings, figures, clock);
    this.locks = new RedisLocks(link, entries, settings.maxEntryBytes());
    this.budgets = new RedisBudgets(link);
    this.figures = figures;
    this.server = server;
  }

  @Override
  public CompletableFuture<@Nullable CacheEntry> get(CacheKey key) {
    return entries.get(key);
  }

  @Override
  public CompletableFuture<Boolean> put(
      CacheKey key, CacheEntry entry, Duration keepFor, @Nullable LoadLease release) {
    return entries.put(key, entry, keepFor, release);
  }

  @Override
  public CompletableFuture<Boolean> remove(CacheKey key) {
    return entries.remove(key);
  }

  @Override
  public long purge(Set<String> prefixes, Generations generations) {
    return prefixes.isEmpty() ? 0 : scan.purge(prefixes, generations);
  }

  @Override
  public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    return scan.page(prefixes, cursor, limit);
  }

  /** A user that may not run INFO gets the figures of the service alone. */
  @Override
  public CacheStats stats() {
    try {
      return figures.with(info());
    } catch (CacheUnavailableException e) {
      if (e.reason() == Reason.REFUSED) {
        return figures.with("");
      }
      throw e;
    }
  }

  /** The version of Redis that the server is compatible with. */
  String version() {
    return link.await(Hello.ask(link)).version();
  }

  /** What the server says about itself, as INFO answers it. */
  String info() {
    byte[] info =
        link.await(
            link.send(CommandType.INFO, new ValueOutput<>(RedisLink.CODEC), RedisLink.args()));
    return new String(info, StandardCharsets.UTF_8);
  }

  @Override
  public String server() {
    return server;
  }

  @Override
  public SharedGenerations exchange(
      Generations known, long highestSeen, Set<String> clears, Set<String> expires) {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(known.base()));
    arguments.add(bytes(highestSeen));
    arguments.add(bytes(UUID.randomUUID().toString()));
    addNumbers(arguments, known.cleared());
    addNumbers(arguments, known.expired());
    addPrefixes(arguments, clears);
    addPrefixes(arguments, expires);
    CompletableFuture<Hello> hello = Hello.ask(link);
    List<Object> reply =
        link.await(
            link.run(Script.EXCHANGE, List.of(Keys.GENERATIONS), arguments.toArray(byte[][]::new)));
    link.requirePrimary(hello);
    clock.learn(Replies.number(reply, 0));
    return Replies.generations(reply);
  }

  private static void addNumbers(List<byte[]> arguments, Map<String, Long> generations) {
    arguments.add(bytes(generations.size()));
    generations.forEach(
        (prefix, generation) -> {
          arguments.add(bytes(prefix));
          arguments.add(bytes(generation));
        });
  }

  private static void addPrefixes(List<byte[]> arguments, Collection<String> prefixes) {
    arguments.add(bytes(prefixes.size()));
    prefixes.forEach(prefix -> arguments.add(bytes(prefix)));
  }

  @Override
  public @Nullable SharedGenerations generations() {
    try {
      Map<String, byte[]> hash =
          link.await(
              link.send(
                  CommandType.HGETALL,
                  new MapOutput<>(RedisLink.CODEC),
                  RedisLink.args().addKey(Keys.GENERATIONS)));
      Map<String, String> record = new HashMap<>();
      hash.forEach((field, value) -> record.put(field, new String(value, StandardCharsets.UTF_8)));
      return Replies.generations(record);
    } catch (CacheUnavailableException e) {
      if (RedisErrors.isWrongType(e)) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public void probeWrite() {
    CompletableFuture<Hello> hello = Hello.ask(link);
    String unused =
        link.await(
            link.send(
                CommandType.SET,
                new StatusOutput<>(RedisLink.CODEC),
                RedisLink.args()
                    .addKey(Keys.PROBE)
                    .add(1)
                    .add(CommandKeyword.PX)
                    .add(PROBE_LASTS.toMillis())));
    link.requirePrimary(hello);
  }

  @Override
  public LoadLocks locks() {
    return locks;
  }

  @Override
  public SharedBudgets budgets() {
    return budgets;
  }

  @Override
  public void close() {
    link.close();
  }
}
