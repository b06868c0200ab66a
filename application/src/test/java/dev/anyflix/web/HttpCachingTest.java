package dev.anyflix.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpGenerator;
import org.junit.jupiter.api.Test;

class HttpCachingTest {

  private static final Instant LOADED = Instant.parse("2026-01-01T00:00:00Z");

  /** Asked so often, a lifetime is kept encoded but for one chance in a million. */
  private final HttpCaching caching = new HttpCaching(Duration.ofHours(1));

  private static CacheEntry entry(boolean negative) {
    Duration ttl = Duration.ofDays(1);
    return negative
        ? CacheEntry.notFound("text", 0, LOADED, ttl)
        : CacheEntry.found("text", 0, LOADED, ttl, null, Body.NULL);
  }

  private String description(Outcome outcome, boolean negative, long seconds, long age) {
    var served =
        new CachedResponse(
            entry(negative), outcome, Duration.ofSeconds(seconds), Duration.ofSeconds(age), true);
    HttpFields.Mutable headers = HttpFields.build();
    caching.describe(served, headers);
    ByteBuffer sent = ByteBuffer.allocate(1024);
    HttpGenerator.putTo(headers, sent);
    return new String(sent.array(), 0, sent.position(), ISO_8859_1);
  }

  private static String expected(String status, long age, String control) {
    return "Cache-Status: anyflix; %s\r\nAge: %d\r\nCache-Control: %s\r\n\r\n"
        .formatted(status, age, control);
  }

  @Test
  void maxAgeIsTheWholeTtlBesideTheAge() {
    assertThat(description(Outcome.MEMORY_HIT, false, 7, 3))
        .isEqualTo(expected("hit; ttl=7; detail=memory", 3, "max-age=10, stale-if-error=3600"));
    assertThat(description(Outcome.REDIS_HIT, false, 7, 0))
        .isEqualTo(expected("hit; ttl=7; detail=redis", 0, "max-age=7, stale-if-error=3600"));
    assertThat(description(Outcome.MISS, false, 7, 1))
        .isEqualTo(expected("fwd=miss; stored; ttl=7", 1, "max-age=8, stale-if-error=3600"));
  }

  @Test
  void aStaleAnswerIsFreshForNoCache() {
    assertThat(description(Outcome.STALE, false, -7, 8))
        .isEqualTo(expected("hit; ttl=-7; detail=stale", 8, "max-age=0, stale-if-error=3600"));
  }

  @Test
  void aNotFoundIsNeverServedStale() {
    assertThat(description(Outcome.MEMORY_HIT, true, 7, 1))
        .isEqualTo(expected("hit; ttl=7; detail=memory", 1, "max-age=8"));
  }
}
