package dev.anyflix.domain.budget;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One unit of an upstream's {@link Budget} that was taken before the call is made. It pays for the
 * first HTTP request of that call; further requests take their own units. Thread safe.
 */
public final class CallPermit {

  private final AtomicBoolean unused = new AtomicBoolean(true);

  private CallPermit() {}

  /** A permit that is not used yet. The caller has taken one unit of the budget for it. */
  public static CallPermit granted() {
    return new CallPermit();
  }

  /** Uses the permit: true the first time, false afterwards. */
  public boolean use() {
    return unused.getAndSet(false);
  }
}
