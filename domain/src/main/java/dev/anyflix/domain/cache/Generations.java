package dev.anyflix.domain.cache;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The numbers that decide which entries a clear has made void and which ones an expiry has made
 * stale. Immutable.
 *
 * <p>An entry carries the {@linkplain #current current} generation of its prefix from the moment
 * its load began. A clear raises the generation of a prefix beyond every earlier one, so that every
 * older entry is void at once, wherever it is stored and even if it arrives later. An expiry does
 * the same with a second number, below which an entry is stale instead of void.
 *
 * <p>Generations only grow. They are at least the milliseconds since 1970 of the shared cache's
 * clock at the time of the clear, so that a lost record never leads to a number that was in use
 * before.
 *
 * @param base the least generation of every prefix; raised when the shared cache has lost its
 *     record, which makes all older entries void
 * @param cleared the generation that the last clear of a prefix has set
 * @param expired the generation that the last expiry of a prefix has set
 */
public record Generations(long base, Map<String, Long> cleared, Map<String, Long> expired) {

  /** The largest number that Lua scripts, which count in doubles, tell from its neighbours. */
  public static final long MAX = (1L << 53) - 1;

  /** No prefix was ever cleared or expired. */
  public static final Generations NONE = new Generations(0, Map.of(), Map.of());

  public Generations {
    if (base < 0) {
      throw new IllegalArgumentException("base must not be negative: " + base);
    }
    cleared = Map.copyOf(cleared);
    expired = Map.copyOf(expired);
  }

  /** The generation below which entries of a prefix are void. */
  public long clearedAt(String prefix) {
    Long generation = cleared.get(prefix);
    return generation == null ? base : Math.max(base, generation);
  }

  /** The generation of a load that begins now. */
  public long current(String prefix) {
    return Math.max(clearedAt(prefix), expiredAt(prefix));
  }

  private long expiredAt(String prefix) {
    Long generation = expired.get(prefix);
    return generation == null ? 0 : generation;
  }

  /** Whether an entry has not been cleared since its load began. */
  public boolean admits(String prefix, CacheEntry entry) {
    return entry.generation() >= clearedAt(prefix);
  }

  /** Whether an entry has been expired since its load began. */
  public boolean isExpired(String prefix, CacheEntry entry) {
    return entry.generation() < expiredAt(prefix);
  }

  /**
   * The generations after prefixes were cleared and others expired once more.
   *
   * @param atLeast a number that the new generations reach, such as the time in milliseconds
   */
  public Generations next(Collection<String> clears, Collection<String> expires, long atLeast) {
    Map<String, Long> nextCleared = new HashMap<>(cleared);
    clears.forEach(prefix -> nextCleared.put(prefix, Math.max(current(prefix) + 1, atLeast)));
    Map<String, Long> nextExpired = new HashMap<>(expired);
    expires.forEach(prefix -> nextExpired.put(prefix, Math.max(current(prefix) + 1, atLeast)));
    return new Generations(base, nextCleared, nextExpired);
  }

  /** The later generation of each prefix. */
  public Generations max(Generations other) {
    return new Generations(
        Math.max(base, other.base), max(cleared, other.cleared), max(expired, other.expired));
  }

  private static Map<String, Long> max(Map<String, Long> one, Map<String, Long> other) {
    Map<String, Long> max = new HashMap<>(one);
    other.forEach((prefix, generation) -> max.merge(prefix, generation, Math::max));
    return max;
  }

  /** What decides over the given prefixes: a generation for each, those never cleared included. */
  public Map<String, Long> clearedAt(Set<String> prefixes) {
    Map<String, Long> only = new HashMap<>();
    prefixes.forEach(prefix -> only.put(prefix, clearedAt(prefix)));
    return only;
  }
}
