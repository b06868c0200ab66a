package dev.anyflix.domain.cache;

import org.jspecify.annotations.Nullable;

/** What {@link LoadLocks#acquire} answers. */
public sealed interface LockResult {

  /**
   * The caller holds the lock until its lease ends.
   *
   * @param current the entry under the key at this moment, or null when there is none; another
   *     instance may have loaded it since the caller looked
   */
  record Acquired(@Nullable CacheEntry current) implements LockResult {}

  /** Another load of the same or a later generation holds the lock. */
  record Held() implements LockResult {}

  /**
   * Another load of the same or a later generation has just failed.
   *
   * @param failure why it failed
   */
  record Failed(LoadFailure failure) implements LockResult {}
}
