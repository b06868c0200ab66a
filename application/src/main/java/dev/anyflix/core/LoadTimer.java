package dev.anyflix.core;

import java.time.Duration;

/** Times the loads of one prefix. Thread safe. */
public interface LoadTimer {

  /** Records the time of a load, failed or not. */
  void record(Duration time);

  /** How many loads were recorded. */
  long count();

  /**
   * The time in milliseconds that a share of the recent loads kept.
   *
   * @param share 0.5 for the median, 0.99 for the 99th percentile
   */
  double percentileMillis(double share);
}
