package dev.anyflix.domain.cache;

import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes down what a session's listener hears. */
final class HeardChanges implements SharedCache.Listener {
  final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

  @Override
  public void entryChanged(CacheKey key) {
    events.add("entry " + key);
  }

  @Override
  public void lockChanged(CacheKey key) {
    events.add("lock " + key);
  }

  @Override
  public void generationsChanged() {
    events.add("generations");
  }

  @Override
  public void allChanged() {
    events.add("all");
  }

  @Override
  public void closed() {
    events.add("closed");
  }
}
