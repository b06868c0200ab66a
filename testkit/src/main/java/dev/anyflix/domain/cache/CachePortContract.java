package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CachePort} does; an adapter's test extends it and gives an empty cache. */
public abstract class CachePortContract {

  protected static final Duration KEEP = Duration.ofHours(1);

  /** How long two threads use the cache at once. */
  private static final Duration TWO_THREADS = Duration.ofMillis(500);

  protected static final Instant LOADED = Instant.parse("2026-01-01T12:00:00.123Z");

  private CachePort cache;

  /** An empty cache with room for at least a thousand small entries. */
  protected abstract CachePort emptyCache() throws Exception;

  @BeforeEach
  final void openCache() throws Exception {
    cache = emptyCache();
  }

  @AfterEach
  final void closeCache() {
    cache.close();
  }

  protected static CacheKey key(String prefix, String request) {
    return CacheKey.of(prefix, request);
  }

  protected static CacheEntry entry(String request, long generation, Instant loadedAt) {
    Body body = new Body(("{\"asked\":\"" + request + "\"}").getBytes(StandardCharsets.UTF_8));
    return CacheEntry.found(request, generation, loadedAt, Duration.ofMinutes(5), "\"v1\"", body);
  }

  @Test
  final void whatWasNeverPutIsNotThere() {
    assertThat(cache.get(key("movies", "m?id=1"))).isNull();
  }

  @Test
  final void whatWasPutComesBackWhole() {
    CacheEntry entry = entry("m?id=1", 3, LOADED);
    cache.put(key("movies", "m?id=1"), entry, KEEP);

    assertThat(cache.get(key("movies", "m?id=1"))).isEqualTo(entry);
  }

  @Test
  final void theBodyComesBackByteForByte() {
    String json = "{\"t\":\"naïve \\\"日本\\\" \\u0001 🎬\",\"n\":[1.50,-0,1e3],\"e\":{},\"x\":null}";
    Body body = new Body(json.getBytes(StandardCharsets.UTF_8));
    String request = "m?q=日本 \"x\"\n";
    CacheEntry entry = CacheEntry.found(request, 0, LOADED, Duration.ofMillis(1500), null, body);
    cache.put(key("movies", request), entry, KEEP);

    CacheEntry found = cache.get(key("movies", request));
    assertThat(found).isEqualTo(entry);
    assertThat(found.body().bytes()).isEqualTo(body.bytes());
    assertThat(found.body().etag()).isEqualTo(body.etag());
  }

  @Test
  final void aPackedBodyComesBackPacked() {
    String json = "{\"t\":\"" + "日本 ".repeat(600) + "\"}";
    Body body = new Body(json.getBytes(StandardCharsets.UTF_8)).packed();
    CacheEntry entry = CacheEntry.found("m?id=2", 0, LOADED, Duration.ofMinutes(5), null, body);
    cache.put(key("movies", "m?id=2"), entry, KEEP);

    CacheEntry found = cache.get(key("movies", "m?id=2"));
    assertThat(found).isEqualTo(entry);
    assertThat(found.body().isPacked()).isTrue();
    assertThat(found.body().bytes()).isEqualTo(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  final void aNegativeEntryComesBackNegative() {
    CacheEntry entry = CacheEntry.notFound("m?id=9", 0, LOADED, Duration.ofMinutes(5));
    cache.put(key("movies", "m?id=9"), entry, KEEP);

    assertThat(cache.get(key("movies", "m?id=9"))).isEqualTo(entry);
  }

  @Test
  final void aLaterLoadReplacesAnEarlierOne() {
    CacheKey key = key("movies", "m?id=1");
    cache.put(key, entry("m?id=1", 0, LOADED), KEEP);
    CacheEntry later = entry("m?id=1", 0, LOADED.plusSeconds(1));
    cache.put(key, later, KEEP);

    assertThat(cache.get(key)).isEqualTo(later);
  }

  @Test
  final void anEarlierLoadThatArrivesLateIsDropped() {
    CacheKey key = key("movies", "m?id=1");
    CacheEntry later = entry("m?id=1", 0, LOADED.plusSeconds(1));
    cache.put(key, later, KEEP);
    cache.put(key, entry("m?id=1", 0, LOADED), KEEP);

    assertThat(cache.get(key)).isEqualTo(later);
  }

  @Test
  final void aLaterGenerationReplacesWhateverWasLoadedBeforeTheClear() {
    CacheKey key = key("movies", "m?id=1");
    cache.put(key, entry("m?id=1", 1, LOADED.plusSeconds(60)), KEEP);
    CacheEntry afterClear = entry("m?id=1", 2, LOADED);
    cache.put(key, afterClear, KEEP);

    assertThat(cache.get(key)).isEqualTo(afterClear);
  }

  @Test
  final void whatWasRemovedIsGone() {
    CacheKey key = key("movies", "m?id=1");
    cache.put(key, entry("m?id=1", 0, LOADED), KEEP);

    assertThat(cache.remove(key)).isTrue();
    assertThat(cache.get(key)).isNull();
    assertThat(cache.remove(key)).isFalse();
  }

  @Test
  final void anEntryIsGoneAfterItsTime() {
    CacheKey key = key("movies", "m?id=1");
    cache.put(key, entry("m?id=1", 0, LOADED), Duration.ofMillis(80));

    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> cache.get(key) == null);
  }

  @Test
  final void purgingRemovesOnlyTheOldEntriesOfThePrefixesNamed() {
    for (int i = 0; i < 300; i++) {
      cache.put(key("movies", "m?id=" + i), entry("m?id=" + i, 1, LOADED), KEEP);
      cache.put(key("movies_new", "n?id=" + i), entry("n?id=" + i, 1, LOADED), KEEP);
    }
    cache.put(key("movies", "m?id=fresh"), entry("m?id=fresh", 2, LOADED), KEEP);

    assertThat(cache.purge(Set.of("movies"), cleared(Map.of("movies", 2L)))).isEqualTo(300);

    assertThat(cache.get(key("movies", "m?id=1"))).isNull();
    assertThat(cache.get(key("movies", "m?id=fresh"))).isNotNull();
    assertThat(cache.get(key("movies_new", "n?id=1"))).isNotNull();
  }

  @Test
  final void purgingSeveralPrefixesCountsThemAll() {
    cache.put(key("movies", "m?id=1"), entry("m?id=1", 0, LOADED), KEEP);
    cache.put(key("series", "s?id=1"), entry("s?id=1", 0, LOADED), KEEP);
    cache.put(key("people", "p?id=1"), entry("p?id=1", 0, LOADED), KEEP);

    assertThat(cache.purge(Set.of("movies", "series"), cleared(Map.of("movies", 1L, "series", 1L))))
        .isEqualTo(2);
    assertThat(cache.get(key("people", "p?id=1"))).isNotNull();
  }

  /** So a service empties a cache that never blocks when it starts. */
  @Test
  final void purgingByTheHighestGenerationRemovesEveryEntry() {
    cache.put(key("movies", "m?id=1"), entry("m?id=1", 0, LOADED), KEEP);
    cache.put(key("series", "s?id=1"), entry("s?id=1", Generations.MAX - 1, LOADED), KEEP);
    var highest = new Generations(Generations.MAX, Map.of(), Map.of());

    assertThat(cache.purge(Set.of("movies", "series"), highest)).isEqualTo(2);
    assertThat(cache.get(key("movies", "m?id=1"))).isNull();
    assertThat(cache.get(key("series", "s?id=1"))).isNull();
  }

  @Test
  final void theKeysOfAPrefixCanBeWalked() {
    Set<CacheKey> expected = new HashSet<>();
    for (int i = 0; i < 250; i++) {
      CacheKey key = key("movies", "m?id=" + i);
      expected.add(key);
      cache.put(key, entry("m?id=" + i, 0, LOADED), KEEP);
      cache.put(key("movies_new", "n?id=" + i), entry("n?id=" + i, 0, LOADED), KEEP);
    }
    Set<CacheKey> walked = new HashSet<>();
    String cursor = null;
    int pages = 0;
    do {
      KeyPage page = cache.keys(Set.of("movies"), cursor, 40);
      assertThat(page.keys()).hasSizeLessThanOrEqualTo(80);
      walked.addAll(page.keys());
      cursor = page.cursor();
      pages++;
    } while (cursor != null && pages < 10_000);

    assertThat(walked).isEqualTo(expected);
  }

  @Test
  final void aCursorFromElsewhereIsRefused() {
    assertThatThrownBy(() -> cache.keys(Set.of("movies"), "no cursor", 10))
        .isInstanceOf(UnknownCursorException.class);
  }

  @Test
  final void theFiguresCountHitsAndMisses() {
    CacheStats before = cache.stats();
    cache.put(key("movies", "m?id=1"), entry("m?id=1", 0, LOADED), KEEP);
    cache.get(key("movies", "m?id=1"));
    cache.get(key("movies", "m?id=2"));
    CacheStats after = cache.stats();

    assertThat(after.hits() - before.hits()).isEqualTo(1);
    assertThat(after.misses() - before.misses()).isEqualTo(1);
    assertThat(after.connectedClients()).isPositive();
    assertThat(after.commands()).isGreaterThan(before.commands());
    Awaitility.await()
        .untilAsserted(() -> assertThat(cache.stats().usedMemoryBytes()).isPositive());
  }

  @Test
  final void expiredEntryIsNotReportedAsRemoved() {
    CacheKey key = key("movies", "m?id=1");
    putAndAwaitItsEnd(key, entry("m?id=1", 0, LOADED));

    assertThat(cache.remove(key)).isFalse();
  }

  @Test
  final void expiredEntryDoesNotKeepAnEarlierLoadOut() {
    CacheKey key = key("movies", "m?id=1");
    putAndAwaitItsEnd(key, entry("m?id=1", 3, LOADED.plusSeconds(60)));
    CacheEntry earlier = entry("m?id=1", 2, LOADED);
    cache.put(key, earlier, KEEP);

    assertThat(cache.get(key)).isEqualTo(earlier);
  }

  /** Waits for the end of another entry that ends later, so that the entry itself is not read. */
  private void putAndAwaitItsEnd(CacheKey key, CacheEntry entry) {
    CacheKey later = key("movies", "m?id=later");
    cache.put(key, entry, Duration.ofMillis(60));
    cache.put(later, entry("m?id=later", 0, LOADED), Duration.ofMillis(90));
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> cache.get(later) == null);
  }

  @Test
  final void earlierLoadDoesNotProlongTheEntryThatStays() {
    CacheKey key = key("movies", "m?id=1");
    cache.put(key, entry("m?id=1", 0, LOADED.plusSeconds(1)), Duration.ofMillis(200));
    cache.put(key, entry("m?id=1", 0, LOADED), KEEP);

    Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> cache.get(key) == null);
  }

  @Test
  final void cacheThatNeverBlocksKeepsTheSessionOfACopy() {
    CacheKey key = key("movies", "m?id=1");
    CacheEntry copy = entry("m?id=1", 0, LOADED).verifiedIn(7);
    cache.put(key, copy, KEEP);

    CacheEntry found = cache.get(key);
    assertThat(found).isNotNull();
    assertThat(cache.mayBlock() || found.isInStep(7)).isTrue();
  }

  @Test
  final void twoThreadsSeeTheLatestPuts() throws Exception {
    var versions = new AtomicLong();
    var latest = new AtomicLong();
    List<Callable<@Nullable Void>> threads = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      threads.add(() -> putAndCheck(name, versions, latest));
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads.size());
    try {
      for (Future<@Nullable Void> done : executor.invokeAll(threads)) {
        done.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /**
   * Puts ever later entries under a key that both threads share, and entries under own keys. Builds
   * and checks little, so that most of the time is spent within the cache.
   *
   * @param versions numbers the entries
   * @param latest the latest entry of which the put has returned
   */
  private @Nullable Void putAndCheck(String name, AtomicLong versions, AtomicLong latest) {
    CacheKey shared = key("movies", "m?id=shared");
    CacheEntry first = entry("m?id=shared", 0, LOADED);
    long end = System.nanoTime() + TWO_THREADS.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      long version = versions.incrementAndGet();
      Instant loaded = LOADED.plusMillis(version);
      cache.put(
          shared,
          CacheEntry.found(first.request(), 0, loaded, first.ttl(), null, first.body()),
          KEEP);
      long atLeast = latest.accumulateAndGet(version, Math::max);
      CacheEntry found = cache.get(shared);
      if (found == null || found.loadedAt().isBefore(LOADED.plusMillis(atLeast))) {
        throw new AssertionError("an earlier load has replaced a later one: " + found);
      }
      if (i % 16 == 0) {
        putOwn("m?thread=" + name + "&id=" + i / 16 % 400, i % 48 == 0);
      }
    }
    return null;
  }

  private void putOwn(String request, boolean isRemoved) {
    CacheKey key = key("movies", request);
    CacheEntry entry = entry(request, 0, LOADED);
    cache.put(key, entry, KEEP);
    assertThat(cache.get(key)).isEqualTo(entry);
    if (isRemoved) {
      assertThat(cache.remove(key)).isTrue();
    }
  }

  private static Generations cleared(Map<String, Long> generations) {
    return new Generations(0, generations, Map.of());
  }
}
