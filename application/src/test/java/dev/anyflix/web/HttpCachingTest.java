package dev.anyflix.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpCachingTest {

  private static final Instant LOADED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Body LARGE = new Body(("[" + "1,".repeat(2_000) + "1]").getBytes(UTF_8));
  private static final String STALENESS = ", stale-while-revalidate=60, stale-if-error=3600";

  private final HttpCaching caching = new HttpCaching(Duration.ofHours(1), "Redis");

  private static CachedResponse answer(Outcome outcome, Body body, long freshFor, long age) {
    CacheEntry entry = CacheEntry.found("text", 0, LOADED, Duration.ofDays(1), null, body);
    return new CachedResponse(
        entry, outcome, Duration.ofSeconds(freshFor), Duration.ofSeconds(age), true);
  }

  private static HttpFields asking(String name, String value) {
    return HttpFields.build().add(name, value);
  }

  @ParameterizedTest
  @CsvSource({
    "MEMORY_HIT, 700, 300, hit; ttl=700; detail=memory, 1000",
    "REDIS_HIT, 700, 300, hit; ttl=700; detail=redis, 1000",
    "MEMORY_HIT, 1, 999, hit; ttl=1; detail=memory, 1000",
    "MISS, 1000, 0, fwd=miss; stored; ttl=1000, 1000",
    "COLLAPSED, 1000, 0, fwd=miss; stored; ttl=1000; collapsed, 1000",
    "STALE, -30, 1030, hit; ttl=-30; detail=stale, 0",
    "BYPASS, 0, 0, fwd=bypass, 0"
  })
  void maxAgeIsTheWholeTtlBesideTheAge(
      Outcome outcome, long freshFor, long age, String status, long maxAge) {
    HttpFields headers =
        caching.prepare(answer(outcome, Body.NULL, freshFor, age), HttpFields.EMPTY).headers();

    assertThat(headers.get("Cache-Status")).isEqualTo("anyflix; " + status);
    assertThat(headers.get("Age")).isEqualTo(Long.toString(age));
    assertThat(headers.get("Cache-Control")).isEqualTo("max-age=" + maxAge + STALENESS);
  }

  @Test
  void anotherSharedCacheIsNamedAsAToken() {
    var other = new HttpCaching(Duration.ofHours(1), "My Cache (v2)");
    HttpFields headers =
        other.prepare(answer(Outcome.REDIS_HIT, Body.NULL, 700, 300), HttpFields.EMPTY).headers();

    assertThat(headers.get("Cache-Status")).isEqualTo("anyflix; hit; ttl=700; detail=my-cache-v2-");
  }

  @Test
  void maxAgeIsTheSameAtEveryFractionOfASecond() {
    for (int millis = 0; millis < 1000; millis += 250) {
      Duration age = Duration.ofMillis(300_000 + millis);
      var answer =
          new CachedResponse(
              CacheEntry.found("text", 0, LOADED, Duration.ofSeconds(1000), null, Body.NULL),
              Outcome.MEMORY_HIT,
              Duration.ofSeconds(1000).minus(age),
              age,
              true);

      assertThat(caching.prepare(answer, HttpFields.EMPTY).headers().get("Cache-Control"))
          .startsWith("max-age=1000,");
    }
  }

  @Test
  void notFoundMayNotBeServedStale() {
    CacheEntry entry = CacheEntry.notFound("text", 0, LOADED, Duration.ofSeconds(300));
    var answer =
        new CachedResponse(
            entry, Outcome.MEMORY_HIT, Duration.ofSeconds(200), Duration.ofSeconds(100), true);
    PreparedResponse problem =
        PreparedResponse.uncached(404, Problem.CONTENT_TYPE, "{}".getBytes(UTF_8));

    HttpFields headers = caching.withCacheHeaders(answer, problem).headers();

    assertThat(headers.getValuesList("Cache-Control")).containsExactly("max-age=300");
    assertThat(headers.get("Age")).isEqualTo("100");
  }

  @Test
  void matchingTagGivesNotModifiedWithoutABody() {
    PreparedResponse response =
        caching.prepare(
            answer(Outcome.MEMORY_HIT, LARGE, 700, 300), asking("If-None-Match", LARGE.etag()));

    assertThat(response.status()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().get("ETag")).isEqualTo(LARGE.etag());
  }

  @Test
  void compressedCopyIsSentToClientsThatAcceptIt() {
    CachedResponse answer = answer(Outcome.MEMORY_HIT, LARGE, 700, 300);
    PreparedResponse gzip = caching.prepare(answer, asking("Accept-Encoding", "gzip"));
    PreparedResponse plain = caching.prepare(answer, HttpFields.EMPTY);

    assertThat(gzip.body()).isSameAs(LARGE.gzip());
    assertThat(gzip.headers().get("Content-Encoding")).isEqualTo("gzip");
    assertThat(gzip.headers().get("Content-Length")).isEqualTo("" + gzip.body().length);
    assertThat(plain.body()).isSameAs(LARGE.bytes());
    assertThat(plain.headers().contains("Content-Encoding")).isFalse();
  }
}
