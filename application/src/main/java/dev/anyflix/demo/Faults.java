package dev.anyflix.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Injects the configured faults: outage, then rate limit, then errors. Thread safe. */
final class Faults {

  private final Random random;

  Faults(Random random) {
    this.random = random;
  }

  Reply apply(DemoOptions options, Endpoint endpoint, CallBudget budget, Supplier<Reply> answer) {
    if (options.down()) {
      return Reply.html(503, "503 Service Temporarily Unavailable");
    }
    Rate rate = options.rate();
    if (rate == null) {
      return withErrors(options, endpoint, answer);
    }
    CallBudget.Grant grant = budget.take(rate);
    Map<String, String> headers = new LinkedHashMap<>();
    if (endpoint.sendsRateLimitHeaders()) {
      headers.put("X-RateLimit-Limit", Integer.toString(grant.limit()));
      headers.put("X-RateLimit-Remaining", Integer.toString(grant.remaining()));
    }
    if (grant.allowed()) {
      return withErrors(options, endpoint, answer).with(headers);
    }
    headers.put("Retry-After", Long.toString(grant.retryAfter().toSeconds()));
    if (endpoint.sendsRateLimitHeaders()) {
      headers.put("X-RateLimit-Reset", Long.toString(grant.resetsAt().getEpochSecond()));
    }
    return endpoint.failure(429, "Too Many Requests.").with(headers);
  }

  private Reply withErrors(DemoOptions options, Endpoint endpoint, Supplier<Reply> answer) {
    return options.errorRate() > 0 && random.nextDouble() < options.errorRate()
        ? endpoint.failure(500, "Internal Server Error")
        : answer.get();
  }
}
