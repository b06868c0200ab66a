package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The data during one command, and the changes to report after it. */
final class FakeCommand {
  final FakeStoreData data;
  final Instant now;
  final List<Consumer<SharedCache.Listener>> changes = new ArrayList<>();

  FakeCommand(FakeStoreData data, Instant now) {
    this.data = data;
    this.now = now;
  }

  void report(Consumer<SharedCache.Listener> change) {
    changes.add(change);
  }

  boolean removed(CacheKey key) {
    boolean wasThere = data.entries.remove(key) != null;
    if (wasThere) {
      report(listener -> listener.entryChanged(key));
    }
    return wasThere;
  }
}
