package dev.anyflix.domain.budget;

import java.time.Duration;

/** A budget allows no call within the time that the caller can wait. */
public final class BudgetSpentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param retryAfter how long until a call may be granted
   */
  public BudgetSpentException(Duration retryAfter) {
    super("budget spent, next call in " + retryAfter, null, false, false);
    this.retryAfter = retryAfter;
  }

  /** How long until a call may be granted. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
