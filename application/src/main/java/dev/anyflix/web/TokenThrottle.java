package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits the wrong tokens of each address to {@value #LIMIT} a minute. Thread safe. */
final class TokenThrottle {

  static final int LIMIT = 10;
  private static final int MAX_ADDRESSES = 10_000;

  private final LoadingCache<String, AtomicInteger> failures;

  TokenThrottle() {
    this(Ticker.systemTicker());
  }

  TokenThrottle(Ticker ticker) {
    failures =
        Caffeine.newBuilder()
            .maximumSize(MAX_ADDRESSES)
            .expireAfterWrite(Duration.ofMinutes(1))
            .ticker(ticker)
            .build(address -> new AtomicInteger());
  }

  /** Counts a wrong token; false when the address has reached the limit. */
  boolean tryAcquire(String address) {
    return failures.get(address).getAndIncrement() < LIMIT;
  }
}
