package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Generations;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads what the scripts and the generations' hash answer. */
final class Replies {

  private Replies() {}

  /** Whether a script did what it was asked, by the number that its answer starts with. */
  static boolean done(List<Object> reply) {
    return !reply.isEmpty() && reply.get(0) instanceof Long number && number == 1;
  }

  static long number(List<Object> reply, int index) {
    return reply.get(index) instanceof Long number ? number : 0;
  }

  static byte[] bytes(List<Object> reply, int index) {
    return reply.get(index) instanceof byte[] bytes ? bytes : new byte[0];
  }

  static String text(List<Object> reply, int index) {
    return new String(bytes(reply, index), StandardCharsets.UTF_8);
  }

  static List<CacheKey> keys(List<Object> reply) {
    return IntStream.range(0, reply.size())
        .mapToObj(index -> CacheKey.parse(text(reply, index)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The generations behind the number that the answer starts with. */
  static Generations generations(List<Object> reply) {
    Map<String, Long> generations = new HashMap<>();
    for (int i = 1; i + 1 < reply.size(); i += 2) {
      put(generations, text(reply, i), bytes(reply, i + 1));
    }
    return new Generations(generations);
  }

  static Generations generations(Map<String, byte[]> hash) {
    Map<String, Long> generations = new HashMap<>();
    hash.forEach((prefix, generation) -> put(generations, prefix, generation));
    return new Generations(generations);
  }

  /** Leaves out what a person wrote there by mistake. */
  private static void put(Map<String, Long> generations, String prefix, byte[] number) {
    try {
      long generation = Long.parseLong(new String(number, StandardCharsets.UTF_8));
      if (generation > 0 && generation <= EntryJson.MAX_GENERATION) {
        generations.put(prefix, generation);
      }
    } catch (NumberFormatException e) {
      generations.remove(prefix);
    }
  }
}
