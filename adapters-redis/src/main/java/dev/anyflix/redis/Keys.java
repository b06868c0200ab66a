package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheKey;

/** The keys of ours that are not entries; they all start with {@link #OWN}. */
final class Keys {

  static final String OWN = "anyflix:";
  static final String GENERATIONS = OWN + "generations";
  static final String LOAD = OWN + "load:";
  static final String BUDGET = OWN + "budget:";
  static final String PROBE = OWN + "probe";

  private Keys() {}

  /** Where it lies what a budget lacks. */
  static String budget(String name) {
    return BUDGET + name;
  }

  /** Where it lies who shares a budget. */
  static String members(String name) {
    return budget(name) + ":members";
  }

  /** Where the claim of a key's load lies. */
  static String load(CacheKey key) {
    return LOAD + key;
  }
}
