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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One session with Redis, on connections that are never opened again. */
final class RedisCache implements SharedCache {

  private static final Duration PROBE_LASTS = Duration.ofSeconds(10);

  private final RedisNodes nodes;
  private final KeyScan scan;
  private final RedisEntries entries;
  private final RedisLocks locks;
  private final RedisBudgets budgets;
  private final RedisFigures figures;
  private final RedisClock clock;
  private final String server;
  private final String address;
  private final AtomicReference<@Nullable SharedGenerations> lastRecord;

  /**
   * @param server the name of the server processes, or empty when it is not known
   * @param lastRecord the record of generations as any session has seen it last
   */
  RedisCache(
      RedisNodes nodes,
      RedisSettings settings,
      RedisFigures figures,
      String server,
      AtomicReference<@Nullable SharedGenerations> lastRecord) {
    this.nodes = nodes;
    this.clock = new RedisClock(settings.clock());
    this.scan = new KeyScan(nodes, settings.timeout(), clock);
    this.entries = new RedisEntries(nodes, settings, figures, clock);
    this.locks = new RedisLocks(nodes, entries, settings.maxEntryBytes());
    this.budgets = new RedisBudgets(nodes);
    this.figures = figures;
    this.server = server;
    this.address = settings.address();
    this.lastRecord = lastRecord;
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
  public void purge(Set<String> prefixes, Generations generations, LongConsumer progress) {
    if (!prefixes.isEmpty()) {
      scan.purge(prefixes, generations, progress);
    }
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
        return figures.with(List.of());
      }
      throw e;
    }
  }

  /** The servers of the session. */
  RedisNodes nodes() {
    return nodes;
  }

  /** The version of Redis that the first server is compatible with. */
  String version() {
    return nodes.await(Hello.ask(nodes.links().get(0))).version();
  }

  /** How many servers hold the entries where they are a cluster; empty for one server. */
  String topology() {
    return nodes.topology();
  }

  /** What each server says about itself, as INFO answers it. */
  List<String> info() {
    List<CompletableFuture<byte[]>> answers =
        nodes.links().stream()
            .map(
                link ->
                    link.send(
                        CommandType.INFO, new ValueOutput<>(RedisLink.CODEC), RedisLink.args()))
            .toList();
    return answers.stream()
        .map(answer -> new String(nodes.await(answer), StandardCharsets.UTF_8))
        .toList();
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
    CompletableFuture<Boolean> isReplica = nodes.isReplica();
    List<Object> reply =
        awaitRecord(
            nodes.run(
                Script.EXCHANGE, List.of(Keys.GENERATIONS), arguments.toArray(byte[][]::new)));
    requirePrimary(isReplica);
    clock.learn(Replies.number(reply, 0));
    SharedGenerations generations = Replies.generations(reply);
    lastRecord.set(generations);
    return generations;
  }

  /**
   * Waits for the answer of the server of the record. While that shard of a cluster is away, the
   * session takes no writes, so that clears are owed; the other shards are read.
   */
  private <T extends @Nullable Object> T awaitRecord(CompletableFuture<T> reply) {
    try {
      return nodes.await(reply);
    } catch (CacheUnavailableException e) {
      throw e.reason() == Reason.SHARD_FAILED
          ? new CacheUnavailableException(
              Reason.READ_ONLY, e.getMessage() + ", and has the record of clears", e)
          : e;
    }
  }

  private void requirePrimary(CompletableFuture<Boolean> isReplica) {
    if (nodes.await(isReplica)) {
      throw RedisErrors.replica(address, null);
    }
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
          nodes.await(
              nodes.send(
                  Keys.GENERATIONS,
                  CommandType.HGETALL,
                  () -> new MapOutput<>(RedisLink.CODEC),
                  RedisLink.args().addKey(Keys.GENERATIONS)));
      Map<String, String> record = new HashMap<>();
      hash.forEach((field, value) -> record.put(field, new String(value, StandardCharsets.UTF_8)));
      return Replies.generations(record);
    } catch (CacheUnavailableException e) {
      if (RedisErrors.isWrongType(e)) {
        return null;
      }
      if (e.reason() == Reason.SHARD_FAILED) {
        return lastRecord.get();
      }
      throw e;
    }
  }

  @Override
  public void probeWrite() {
    CompletableFuture<Boolean> isReplica = nodes.isReplica();
    List<CompletableFuture<String>> answers = nodes.probeKeys().stream().map(this::write).toList();
    answers.forEach(
        answer -> {
          String unused = nodes.await(answer);
        });
    requirePrimary(isReplica);
  }

  private CompletableFuture<String> write(String key) {
    return nodes.send(
        key,
        CommandType.SET,
        () -> new StatusOutput<>(RedisLink.CODEC),
        RedisLink.args().addKey(key).add(1).add(CommandKeyword.PX).add(PROBE_LASTS.toMillis()));
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
    nodes.close();
  }
}
