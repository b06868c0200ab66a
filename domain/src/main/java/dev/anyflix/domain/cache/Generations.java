package dev.anyflix.domain.cache;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How often each prefix has been cleared: a number per prefix that only grows.
 *
 * <p>An entry carries the generation of its prefix from the moment its load began. Clearing adds
 * one to the generation, so that every older entry is void at once, wherever it lies and even if it
 * arrives later. Immutable.
 *
 * @param byPrefix the generations; a prefix that is not there has generation 0
 */
public record Generations(Map<String, Long> byPrefix) {

  /** Nothing was ever cleared. */
  public static final Generations NONE = new Generations(Map.of());

  public Generations {
    byPrefix = Map.copyOf(byPrefix);
  }

  /** The generation of a prefix. */
  public long of(String prefix) {
    Long generation = byPrefix.get(prefix);
    return generation == null ? 0 : generation;
  }

  /** Whether an entry under this prefix has not been cleared since its load began. */
  public boolean admit(String prefix, CacheEntry entry) {
    return entry.generation() >= of(prefix);
  }

  /** The generations after the given prefixes were cleared once more. */
  public Generations next(Collection<String> prefixes) {
    Map<String, Long> next = new HashMap<>(byPrefix);
    prefixes.forEach(prefix -> next.merge(prefix, 1L, Long::sum));
    return new Generations(next);
  }

  /** The later generation of each prefix. */
  public Generations max(Generations other) {
    Map<String, Long> max = new HashMap<>(byPrefix);
    other.byPrefix.forEach((prefix, generation) -> max.merge(prefix, generation, Math::max));
    return new Generations(max);
  }

  /** The generations of the given prefixes alone, those never cleared among them. */
  public Generations only(Set<String> prefixes) {
    Map<String, Long> only = new HashMap<>();
    prefixes.forEach(prefix -> only.put(prefix, of(prefix)));
    return new Generations(only);
  }
}
