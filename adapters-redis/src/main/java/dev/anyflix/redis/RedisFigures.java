package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheStats;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the sessions of one connector counted. Thread safe.
 *
 * <p>Hits and misses are counted here and not taken from the server, whose figures hold every
 * heartbeat, claim and comparison as well.
 */
final class RedisFigures {

  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder unreadable = new LongAdder();

  /** The figures together with the server's own, from the text that INFO answers. */
  CacheStats with(String info) {
    Map<String, String> fields = fields(info);
    return new CacheStats(
        number(fields, "connected_clients"),
        number(fields, "used_memory"),
        hits.sum(),
        misses.sum(),
        number(fields, "total_commands_processed"),
        -1,
        number(fields, "evicted_keys"),
        unreadable.sum());
  }

  /** The fields of the text that INFO answers. */
  static Map<String, String> fields(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return fields;
  }

  private static long number(Map<String, String> fields, String name) {
    try {
      return Long.parseLong(fields.getOrDefault(name, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
