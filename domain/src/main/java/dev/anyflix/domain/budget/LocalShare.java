package dev.anyflix.domain.budget;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * An instance's even part of a budget, from which it calls while it cannot ask the others. Thread
 * safe.
 */
final class LocalShare {

  private final Budget bucket;

  /** An even part of a full budget, rounded up: what the bucket holds was rounded down. */
  private final long part;

  private final int members;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param whole the budget that is shared
   * @param level what the whole lacks
   * @param members how many share it
   * @param bucket makes a full budget
   */
  LocalShare(Quota whole, BudgetLevel level, int members, Function<Quota, Budget> bucket) {
    this.bucket = bucket.apply(whole.share(members));
    this.part = (whole.burst() + members - 1) / members;
    this.members = members;
    observe(whole.left(level.fullIn()));
    pause(level.pausedFor());
  }

  Duration tryTake(Urgency urgency) {
    Duration wait = bucket.tryTake(urgency);
    if (wait.isZero()) {
      taken.incrementAndGet();
    }
    return wait;
  }

  void pause(Duration time) {
    bucket.pause(time);
  }

  /** Takes a part of what is left of the whole. */
  void observe(long remaining) {
    bucket.observe(remaining / members, null);
  }

  boolean isPaused() {
    return bucket.isPaused();
  }

  double left() {
    return bucket.left();
  }

  /** Calls taken that have not come back. */
  long owed() {
    return Math.min(taken.get(), part - (long) bucket.left());
  }
}
