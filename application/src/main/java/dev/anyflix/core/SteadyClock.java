package dev.anyflix.core;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * A clock that starts with the time of day and then follows the monotonic clock of the process, so
 * that a step of the wall clock changes no duration. Thread safe.
 */
public final class SteadyClock extends Clock {

  private static final int NANOS_PER_MILLI = 1_000_000;

  private final Instant start;
  private final long startMillis;
  private final long startNanos;
  private final LongSupplier nanoTime;

  /** A clock of this process. */
  public SteadyClock() {
    this(Clock.systemUTC(), System::nanoTime);
  }

  /**
   * @param wall gives the time at the start
   * @param nanoTime nanoseconds since any fixed moment, which never go back
   */
  SteadyClock(Clock wall, LongSupplier nanoTime) {
    this.start = wall.instant().truncatedTo(ChronoUnit.MILLIS);
    this.startMillis = start.toEpochMilli();
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime.getAsLong() - startNanos);
  }

  @Override
  public long millis() {
    return startMillis + (nanoTime.getAsLong() - startNanos) / NANOS_PER_MILLI;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock has no other time zone than UTC");
  }
}
