package dev.anyflix.web;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is asked for often: a place for each hash, in which one of many values offered is
 * kept, until another one takes its place. Thread safe.
 *
 * <p>To keep every value offered would make each collection of garbage copy those that nobody asks
 * for again.
 */
final class SampledTable<V> {

  private final AtomicReferenceArray<@Nullable V> places;
  private final int offersToKeepOne;

  /**
   * @param places how many values are kept at most; a power of two
   * @param offersToKeepOne one of how many values offered is kept, at random
   */
  SampledTable(int places, int offersToKeepOne) {
    this.places = new AtomicReferenceArray<>(places);
    this.offersToKeepOne = offersToKeepOne;
  }

  /** What is kept in the place of a hash, whosever it is; null for nothing. */
  @Nullable V get(int hash) {
    return places.getAcquire(placeOf(hash));
  }

  /** Keeps a value, if this offer is the one of many. */
  void offer(int hash, Supplier<V> value) {
    if (ThreadLocalRandom.current().nextInt(offersToKeepOne) == 0) {
      places.setRelease(placeOf(hash), value.get());
    }
  }

  private int placeOf(int hash) {
    return hash & (places.length() - 1);
  }
}
