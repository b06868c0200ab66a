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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks the keys of a server in small steps, so that other callers get their turn in between. */
final class KeyScan {

  private static final String START = "0";
  private static final Pattern CURSOR = Pattern.compile("[0-9]{1,20}");
  private static final int PURGE_SCAN = 500;
  private static final int PURGE_BATCH = 100;

  private final RedisLink link;
  private final Duration pageTime;
  private final RedisClock clock;

  /**
   * @param pageTime after how long a page is returned even if it is not full
   */
  KeyScan(RedisLink link, Duration pageTime, RedisClock clock) {
    this.link = link;
    this.pageTime = pageTime;
    this.clock = clock;
  }

  /** See {@link dev.anyflix.domain.cache.CachePort#keys}. */
  KeyPage page(Set<String> prefixes, @Nullable String cursor, int limit) {
    if (cursor != null && !CURSOR.matcher(cursor).matches()) {
      throw new UnknownCursorException(cursor);
    }
    if (prefixes.isEmpty()) {
      return new KeyPage(List.of(), null);
    }
    List<CacheKey> keys = new ArrayList<>();
    String next = cursor == null ? START : cursor;
    long start = System.nanoTime();
    do {
      KeyScanCursor<String> step = step(prefixes, next, limit);
      keys.addAll(ours(step.getKeys(), prefixes));
      next = step.getCursor();
    } while (!next.equals(START)
        && keys.size() < limit
        && System.nanoTime() - start < pageTime.toNanos());
    return new KeyPage(keys, next.equals(START) ? null : next);
  }

  /**
   * Removes the entries that the generations do not admit.
   *
   * @return how many were removed
   */
  long purge(Set<String> prefixes, Generations generations) {
    long removed = 0;
    String next = START;
    do {
      KeyScanCursor<String> step = step(prefixes, next, PURGE_SCAN);
      List<CacheKey> keys = ours(step.getKeys(), prefixes);
      for (int from = 0; from < keys.size(); from += PURGE_BATCH) {
        removed +=
            purge(keys.subList(from, Math.min(keys.size(), from + PURGE_BATCH)), generations);
      }
      next = step.getCursor();
    } while (!next.equals(START));
    return removed;
  }

  private long purge(List<CacheKey> keys, Generations generations) {
    Stream<Long> arguments =
        Stream.concat(
            Stream.of(EntryJson.highestGeneration(clock)),
            keys.stream().map(key -> generations.clearedAt(key.prefix())));
    return Replies.number(
        link.await(
            link.run(
                Script.PURGE,
                keys.stream().map(CacheKey::toString).toList(),
                arguments.map(RedisLink::bytes).toArray(byte[][]::new))),
        0);
  }

  private KeyScanCursor<String> step(Set<String> prefixes, String cursor, int count) {
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
