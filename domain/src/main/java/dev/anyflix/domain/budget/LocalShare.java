package dev.anyflix.domain.budget;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * An instance's even part of a budget, from which it calls while it cannot ask the others in time.
 * Thread safe.
 */
final class LocalShare {

  private final Budget bucket;

  /** An even part of a full budget, rounded up: what the bucket holds was rounded down. */
  private final long part;

  private final int members;

  /** Calls that the whole budget does not know of. */
  private final AtomicLong unpaid = new AtomicLong();

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
    return bucket.tryTake(urgency);
  }

  /** Notes that the whole budget does not know of a call that was taken. */
  void owe() {
    unpaid.incrementAndGet();
  }

  long unpaid() {
    return unpaid.get();
  }

  /** Notes that the whole budget knows of so many calls now; returns whether it knows of all. */
  boolean settle(long calls) {
    return unpaid.updateAndGet(before -> Math.max(0, before - calls)) == 0;
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

  /** How many of so many calls have not come back. */
  long owed(long calls) {
    return Math.min(calls, part - (long) bucket.left());
  }
}
