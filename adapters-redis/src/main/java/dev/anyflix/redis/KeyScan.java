package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.UnknownCursorException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.output.KeyScanOutput;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks the keys of the servers in small steps, so that other callers get their turn in between.
 */
final class KeyScan {

  private static final String START = "0";
  private static final Pattern CURSOR =
      Pattern.compile("(?:(?<server>[0-9]{1,4})-)?(?<at>[0-9]{1,20})");
  private static final int PURGE_SCAN = 500;
  private static final int PURGE_BATCH = 100;

  private final RedisNodes nodes;
  private final Duration pageTime;
  private final RedisClock clock;

  /**
   * @param pageTime after how long a page is returned even if it is not full
   */
  KeyScan(RedisNodes nodes, Duration pageTime, RedisClock clock) {
    this.nodes = nodes;
    this.pageTime = pageTime;
    this.clock = clock;
  }

  /** See {@link dev.anyflix.domain.cache.CachePort#keys}. */
  KeyPage page(Set<String> prefixes, @Nullable String cursor, int limit) {
    Matcher from = CURSOR.matcher(cursor == null ? START : cursor);
    if (!from.matches()) {
      throw new UnknownCursorException(String.valueOf(cursor));
    }
    if (prefixes.isEmpty()) {
      return new KeyPage(List.of(), null);
    }
    List<RedisLink> links = nodes.links();
    List<CacheKey> keys = new ArrayList<>();
    int server = from.group("server") == null ? 0 : Integer.parseInt(from.group("server"));
    String next = from.group("at");
    long start = System.nanoTime();
    while (server < links.size()
        && keys.size() < limit
        && System.nanoTime() - start < pageTime.toNanos()) {
      RedisLink link = links.get(server);
      KeyScanCursor<String> step = step(link, prefixes, next, limit);
      keys.addAll(ours(step.getKeys(), prefixes));
      next = step.getCursor();
      server += next.equals(START) ? 1 : 0;
    }
    return new KeyPage(keys, server < links.size() ? cursor(server, next) : null);
  }

  /** The cursor of a server; that of the first server is a plain one of Redis. */
  private static String cursor(int server, String next) {
    return server == 0 ? next : server + "-" + next;
  }

  /**
   * Removes the entries that the generations do not admit.
   *
   * @param progress receives the number of entries that each script removed
   */
  void purge(Set<String> prefixes, Generations generations, LongConsumer progress) {
    nodes.links().forEach(link -> purge(link, prefixes, generations, progress));
  }

  private void purge(
      RedisLink link, Set<String> prefixes, Generations generations, LongConsumer progress) {
    String next = START;
    do {
      KeyScanCursor<String> step = step(link, prefixes, next, PURGE_SCAN);
      List<CacheKey> keys = ours(step.getKeys(), prefixes);
      for (int from = 0; from < keys.size(); from += PURGE_BATCH) {
        int to = Math.min(keys.size(), from + PURGE_BATCH);
        progress.accept(purge(keys.subList(from, to), generations));
      }
      next = step.getCursor();
    } while (!next.equals(START));
  }

  private long purge(List<CacheKey> keys, Generations generations) {
    List<CompletableFuture<List<Object>>> answers =
        scripts(keys).map(together -> purgeTogether(together, generations)).toList();
    return answers.stream().mapToLong(answer -> Replies.number(nodes.await(answer), 0)).sum();
  }

  /** The keys in groups of which each can be the keys of one script. */
  private Stream<List<CacheKey>> scripts(List<CacheKey> keys) {
    return nodes.allowsMixedSlots() ? Stream.of(keys) : keys.stream().map(List::of);
  }

  private CompletableFuture<List<Object>> purgeTogether(
      List<CacheKey> keys, Generations generations) {
    Stream<Long> arguments =
        Stream.concat(
            Stream.of(EntryJson.highestGeneration(clock)),
            keys.stream().map(key -> generations.clearedAt(key.prefix())));
    return nodes.run(
        Script.PURGE,
        keys.stream().map(CacheKey::toString).toList(),
        arguments.map(RedisLink::bytes).toArray(byte[][]::new));
  }

  private static KeyScanCursor<String> step(
      RedisLink link, Set<String> prefixes, String cursor, int count) {
    return link.await(
        link.send(
            CommandType.SCAN,
            new KeyScanOutput<>(RedisLink.CODEC),
            RedisLink.args()
                .add(cursor)
                .add(CommandKeyword.MATCH)
                .add(pattern(prefixes))
                .add(CommandKeyword.COUNT)
                .add(count)));
  }

  private static List<CacheKey> ours(List<String> keys, Set<String> prefixes) {
    return keys.stream()
        .map(CacheKey::parse)
        .flatMap(Optional::stream)
        .filter(key -> prefixes.contains(key.prefix()))
        .toList();
  }

  /** A pattern that all keys of the prefixes match; a prefix holds nothing special to patterns. */
  private static String pattern(Set<String> prefixes) {
    String common = null;
    for (String prefix : prefixes) {
      String start = prefix + ':';
      if (common == null) {
        common = start;
      }
      int same = 0;
      while (same < common.length()
          && same < start.length()
          && common.charAt(same) == start.charAt(same)) {
        same++;
      }
      common = common.substring(0, same);
    }
    return common + "*";
  }
}
