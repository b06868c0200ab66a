package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.SharedCache;
import org.jspecify.annotations.Nullable;

/** Numbers the sessions with the shared cache, of which one at most is current. Thread safe. */
final class Sessions {

  private volatile @Nullable Session current;
  private long lastId;
  private String lastServer = "";
  private long serverSince;
  private String dataset = "";

  /** The current session; null when there is none. */
  @Nullable Session current() {
    return current;
  }

  boolean isCurrent(@Nullable SharedCache cache) {
    Session now = current;
    return now != null && now.cache().equals(cache);
  }

  /** Makes a session the current one, and returns the one it replaces. */
  synchronized @Nullable Session begin(SharedCache cache, String newDataset) {
    Session replaced = current;
    long id = ++lastId;
    String server = cache.server().isEmpty() ? newDataset : cache.server();
    if (!server.equals(lastServer)) {
      lastServer = server;
      serverSince = id;
    }
    dataset = newDataset;
    current = new Session(id, serverSince, cache);
    return replaced;
  }

  /** Gives the current session, if it is this one, a new number, so that no copy is in step. */
  synchronized void renumber(@Nullable SharedCache cache) {
    Session now = current;
    if (now != null && now.cache().equals(cache)) {
      current = new Session(++lastId, now.sinceRestart(), now.cache());
    }
  }

  /** Renumbers the session if the data behind it were exchanged. */
  synchronized void checkDataset(SharedCache cache, String newDataset) {
    if (!newDataset.equals(dataset)) {
      dataset = newDataset;
      renumber(cache);
    }
  }

  /**
   * Ends the current session, if it is this one.
   *
   * @return whether it was
   */
  synchronized boolean end(SharedCache cache) {
    boolean isCurrent = isCurrent(cache);
    if (isCurrent) {
      current = null;
    }
    return isCurrent;
  }
}
