package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.SharedCache;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The data during one command, and what is to be told after it. */
final class FakeCommand {
  final FakeStoreData data;
  final Instant now;
  final List<Consumer<SharedCache.Listener>> heardByAll = new ArrayList<>();
  final List<Consumer<SharedCache.Listener>> heardByOthers = new ArrayList<>();

  FakeCommand(FakeStoreData data, Instant now) {
    this.data = data;
    this.now = now;
  }

  void tellOthers(Consumer<SharedCache.Listener> change) {
    heardByOthers.add(change);
  }
}
