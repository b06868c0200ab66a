package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheStats;
import java.util.HashMap;
import java.util.List;
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

  /**
   * The figures together with those of the servers, from the texts that INFO answers: the sums of
   * all servers, but the most clients of one, because each client is connected to all.
   */
  CacheStats with(List<String> infos) {
    List<Map<String, String>> servers = infos.stream().map(RedisFigures::fields).toList();
    return new CacheStats(
        servers.stream().mapToLong(fields -> number(fields, "connected_clients")).max().orElse(0),
        sum(servers, "used_memory"),
        hits.sum(),
        misses.sum(),
        sum(servers, "total_commands_processed"),
        -1,
        sum(servers, "evicted_keys"),
        unreadable.sum());
  }

  private static long sum(List<Map<String, String>> servers, String name) {
    return servers.stream().mapToLong(fields -> number(fields, name)).sum();
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
