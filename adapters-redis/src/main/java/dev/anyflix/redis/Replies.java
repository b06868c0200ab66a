package dev.anyflix.redis;

import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.SharedGenerations;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts and the record of generations answer. */
final class Replies {

  private static final String BASE = ":base";
  private static final String DATASET = ":dataset";
  private static final String EXPIRED = "expired:";

  /** The most digits of a generation, as the scripts have it. */
  private static final int MAX_DIGITS = 15;

  private Replies() {}

  /** Whether a script did what it was asked, by the number that its answer starts with. */
  static boolean isDone(List<Object> reply) {
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

  /** The record of generations behind the time that the answer starts with. */
  static SharedGenerations generations(List<Object> reply) {
    Map<String, String> record = new HashMap<>();
    for (int i = 1; i + 1 < reply.size(); i += 2) {
      record.put(text(reply, i), text(reply, i + 1));
    }
    SharedGenerations generations = generations(record);
    if (generations == null) {
      throw new IllegalArgumentException("no record of generations");
    }
    return generations;
  }

  /** The record of generations; null when it is lost. */
  static @Nullable SharedGenerations generations(Map<String, String> record) {
    Long base = number(record.get(BASE));
    String dataset = record.get(DATASET);
    if (base == null || dataset == null) {
      return null;
    }
    Map<String, Long> cleared = new HashMap<>();
    Map<String, Long> expired = new HashMap<>();
    record.forEach(
        (field, text) -> {
          Long generation = number(text);
          if (generation == null || field.startsWith(":")) {
            return;
          }
          if (field.startsWith(EXPIRED)) {
            expired.put(field.substring(EXPIRED.length()), generation);
          } else {
            cleared.put(field, generation);
          }
        });
    return new SharedGenerations(new Generations(base, cleared, expired), dataset);
  }

  private static @Nullable Long number(@Nullable String text) {
    boolean isNumber =
        text != null
            && !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Long.valueOf(text) : null;
  }
}
