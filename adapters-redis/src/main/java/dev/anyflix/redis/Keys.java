package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheKey;
import java.util.Optional;

/** The keys of ours that are not entries; they all start with {@link #OWN}. */
final class Keys {

  static final String OWN = "anyflix:";
  static final String GENERATIONS = OWN + "generations";
  static final String LOCK = OWN + "load:";
  static final String BUDGET = OWN + "budget:";

  /** The key of a write of no consequence. */
  static final String PROBE = OWN + "probe";

  private Keys() {}

  /** What a budget lacks. */
  static String budget(String name) {
    return BUDGET + name;
  }

  /** The members that share a budget; the braces put them into the slot of the budget. */
  static String members(String name) {
    return OWN + "members:{" + budget(name) + '}';
  }

  /** The lock of a key's load; the braces put it into the hash slot of the key. */
  static String lock(CacheKey key) {
    return LOCK + '{' + key + '}';
  }

  /** The key that a lock belongs to; empty where the text is not the key of a lock. */
  static Optional<CacheKey> lockedKey(String lock) {
    boolean isLock = lock.startsWith(LOCK + '{') && lock.endsWith("}");
    return isLock
        ? CacheKey.parse(lock.substring(LOCK.length() + 1, lock.length() - 1))
        : Optional.empty();
  }
}
