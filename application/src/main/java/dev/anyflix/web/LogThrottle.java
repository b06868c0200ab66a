package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Admits one log line a minute, because clients could fill the log otherwise. Thread safe. */
final class LogThrottle {

  private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

  private final Ticker ticker;
  private final AtomicLong next;

  LogThrottle(Ticker ticker) {
    this.ticker = ticker;
    this.next = new AtomicLong(ticker.read());
  }

  boolean tryAcquire() {
    long now = ticker.read();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + INTERVAL_NANOS);
  }
}
