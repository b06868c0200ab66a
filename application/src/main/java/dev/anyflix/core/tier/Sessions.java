package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.SharedCache;
import org.jspecify.annotations.Nullable;

/** Numbers the sessions with the shared cache, of which one at most is current. Thread safe. */
final class Sessions {

  private volatile @Nullable Session current;
  private long lastId;
  private String lastServer = "";
  private long serverSince;

  /** The current session; null when there is none. */
  @Nullable Session current() {
    return current;
  }

  boolean isCurrent(@Nullable SharedCache cache) {
    Session now = current;
    return now != null && now.cache().equals(cache);
  }

  /** Makes a session the current one. */
  synchronized void begin(SharedCache cache) {
    long id = ++lastId;
    if (!cache.server().equals(lastServer)) {
      lastServer = cache.server();
      serverSince = id;
    }
    current = new Session(id, serverSince, cache);
  }

  /** Gives the current session, if it is this one, a new number, so that no copy is in step. */
  synchronized void renumber(@Nullable SharedCache cache) {
    Session now = current;
    if (now != null && now.cache().equals(cache)) {
      current = new Session(++lastId, now.sinceRestart(), now.cache());
    }
  }

  /**
   * Ends the current session, if it is this one.
   *
   * @return whether it was
   */
  synchronized boolean end(SharedCache cache) {
    boolean mine = isCurrent(cache);
    if (mine) {
      current = null;
    }
    return mine;
  }
}
