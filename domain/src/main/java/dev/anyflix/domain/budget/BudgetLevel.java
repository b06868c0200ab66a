package dev.anyflix.domain.budget;

import java.time.Duration;

/**
 * What a budget lacks at one moment.
 *
 * @param fullIn how long until it is full again when nothing is taken; zero when it is full
 * @param pausedFor how long nothing is granted; zero when it is not paused
 */
public record BudgetLevel(Duration fullIn, Duration pausedFor) {

  /** Refuses negative times. */
  public BudgetLevel {
    if (fullIn.isNegative() || pausedFor.isNegative()) {
      throw new IllegalArgumentException(
          "not a level: full in " + fullIn + ", paused for " + pausedFor);
    }
  }

  /** Nothing is lacking. */
  public static final BudgetLevel FULL = new BudgetLevel(Duration.ZERO, Duration.ZERO);

  /** The level some time later, when nothing is taken meanwhile. */
  public BudgetLevel after(Duration time) {
    return new BudgetLevel(left(fullIn, time), left(pausedFor, time));
  }

  private static Duration left(Duration whole, Duration gone) {
    return whole.compareTo(gone) > 0 ? whole.minus(gone) : Duration.ZERO;
  }
}
