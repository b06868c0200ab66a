package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.Generations;
import java.util.HashSet;
import java.util.Set;

/**
 * The generations known to this instance, and the clears that the shared cache has not seen yet.
 *
 * <p>{@link #known()} may be read at any time; everything else by one thread at a time.
 */
final class ClearLedger {

  private volatile Generations known = Generations.NONE;
  private final Set<String> owed = new HashSet<>();
  private volatile int owedCount;

  Generations known() {
    return known;
  }

  Set<String> owed() {
    return Set.copyOf(owed);
  }

  int owedCount() {
    return owedCount;
  }

  /** Takes over what the shared cache knows. */
  void learn(Generations shared) {
    known = known.max(shared);
  }

  /** Clears here alone; the shared cache is owed the same. */
  void owe(Set<String> prefixes) {
    known = known.next(prefixes);
    owed.addAll(prefixes);
    owedCount = owed.size();
  }

  /** The shared cache has carried out all that was owed. */
  void settle() {
    owed.clear();
    owedCount = 0;
  }

  /**
   * Takes over the generations of a shared cache that takes no writes: what is owed to it stays
   * void here, however often others have cleared it meanwhile.
   */
  void learnWithoutSettling(Generations shared) {
    known = known.max(shared.next(owed));
  }
}
