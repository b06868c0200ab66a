package dev.anyflix.domain.cache;

import org.jspecify.annotations.Nullable;

/** What an instance learns when it asks to be the one that loads a key. */
public sealed interface Claim {

  /**
   * The load is the caller's until its lease runs out.
   *
   * @param current the entry under the key at this moment, or null when there is none; another
   *     instance may have loaded it since the caller looked
   */
  record Granted(@Nullable CacheEntry current) implements Claim {}

  /** Another instance is loading the key. */
  record Busy() implements Claim {}

  /**
   * Another instance has just tried and failed.
   *
   * @param failure why
   */
  record Failed(LoadFailure failure) implements Claim {}
}
