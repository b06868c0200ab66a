package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Generations;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The generations known to this instance, and the clears, expiries and deletions that the shared
 * cache has not carried out yet.
 *
 * <p>Reading is thread safe; changes are made by one thread at a time.
 */
final class ClearJournal {

  /** Beyond this many deletions that are owed, the whole prefix is cleared instead. */
  private static final int MAX_DELETIONS = 1000;

  private final Clock clock;
  private final AtomicLong highestSeen = new AtomicLong();
  private final Set<String> owedClears = new HashSet<>();
  private final Set<String> owedExpiries = new HashSet<>();

  /** Prefixes whose owed clears were carried out and whose entries are not removed yet. */
  private final Set<String> settledClears = new HashSet<>();

  private final Set<CacheKey> owedDeletions = ConcurrentHashMap.newKeySet();
  private volatile Generations known = Generations.NONE;
  private volatile int owedCount;

  ClearJournal(Clock clock) {
    this.clock = clock;
  }

  Generations known() {
    return known;
  }

  /** The highest generation of any entry that was read or loaded here. */
  long highestSeen() {
    return highestSeen.get();
  }

  /**
   * Takes note of an entry of the shared cache. One of a generation that is not known yet makes
   * loads that begin from now on of at least that generation, so that they can replace it.
   */
  void sees(CacheKey key, CacheEntry entry) {
    if (entry.generation() > known.current(key.prefix())) {
      highestSeen.accumulateAndGet(entry.generation(), Math::max);
      learn(new Generations(0, Map.of(), Map.of(key.prefix(), entry.generation())));
    }
  }

  Set<String> owedClears() {
    return Set.copyOf(owedClears);
  }

  Set<String> owedExpiries() {
    return Set.copyOf(owedExpiries);
  }

  Set<CacheKey> owedDeletions() {
    return new LinkedHashSet<>(owedDeletions);
  }

  /** Whether the shared entry under a key is to be deleted and must not be read. */
  boolean owesDeletion(CacheKey key) {
    return !owedDeletions.isEmpty() && owedDeletions.contains(key);
  }

  int owedCount() {
    return owedCount;
  }

  /** Takes over the generations of the shared cache. */
  synchronized void learn(Generations shared) {
    known = known.max(shared);
  }

  /** Clears and expires in this instance alone. */
  synchronized void applyLocally(Set<String> clears, Set<String> expiries) {
    known = known.next(clears, expiries, Math.max(clock.millis(), Math.addExact(highestSeen(), 1)));
  }

  /** Records that the shared cache must still clear and expire these. */
  void owe(Set<String> clears, Set<String> expiries) {
    owedClears.addAll(clears);
    owedExpiries.addAll(expiries);
    count();
  }

  /**
   * Records that the shared cache must still delete an entry; where too many are owed, that it must
   * clear the whole prefix.
   */
  void oweDeletion(CacheKey key) {
    if (owedDeletions.size() < MAX_DELETIONS) {
      owedDeletions.add(key);
      count();
    } else {
      Set<String> prefix = Set.of(key.prefix());
      applyLocally(prefix, Set.of());
      owe(prefix, Set.of());
    }
  }

  /** The shared cache has carried out the clears and expiries. */
  void settle() {
    settledClears.addAll(owedClears);
    owedClears.clear();
    owedExpiries.clear();
    count();
  }

  /** The prefixes whose clears were settled since this was last called. */
  Set<String> takeSettledClears() {
    Set<String> taken = Set.copyOf(settledClears);
    settledClears.clear();
    return taken;
  }

  /** The shared cache has deleted an entry. */
  void settleDeletion(CacheKey key) {
    owedDeletions.remove(key);
    count();
  }

  /**
   * Takes over the generations of a shared cache that takes no writes: what it owes stays void
   * here, however often others have cleared it meanwhile.
   */
  synchronized void learnWithoutSettling(Generations shared) {
    known = known.max(shared.next(owedClears, owedExpiries, 0));
  }

  private void count() {
    owedCount = owedClears.size() + owedExpiries.size() + owedDeletions.size();
  }
}
