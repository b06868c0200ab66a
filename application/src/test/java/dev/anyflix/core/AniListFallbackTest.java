package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.budget.FleetBudget;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.SharedBudgets;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.domain.testing.SilentListener;
import dev.anyflix.web.JsonCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers of Kitsu while AniList is unavailable. */
final class AniListFallbackTest {

  private static final Quota QUOTA = Quota.perMinute(25);
  private static final Duration TTL = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private final ExecutorService executor = LoadExecutor.create();
  private volatile @Nullable Kind failure = Kind.UNAVAILABLE;
  private volatile Duration callsTake = Duration.ZERO;
  private final FakeAniList anilist =
      new FakeAniList(
          (request, call) -> answer(anime(request.id())),
          (request, call) -> answer(new MediaPage(List.of(anime(1)), 1, 20, false)));
  private final MappedAnime kitsu = new MappedAnime();
  private final FakeCache memory = new FakeCache();
  private final TieredCache cache =
      new TieredCache(
          memory,
          null,
          new TieredCache.Limits(1 << 20, Duration.ofDays(1), Duration.ofMillis(200)),
          clock);
  private final Operations operations =
      new Operations(
          anilist,
          new FakeTmdb((id, call) -> fail(), (list, call) -> fail()),
          List.of(kitsu),
          TestParts.ttls(TTL),
          true);
  private final ReadThrough readThrough = readThrough(null);

  private ReadThrough readThrough(@Nullable Budget budget) {
    CallQueue queue =
        budget == null
            ? null
            : new CallQueue(budget, Duration.ofSeconds(5), clock, TestParts.timer());
    return new ReadThrough(
        TestParts.parts(
            cache, source -> source.equals("anilist") ? queue : null, executor, clock, () -> 0),
        TestParts.policy(0));
  }

  @AfterEach
  void close() {
    readThrough.close();
    cache.close();
    executor.shutdownNow();
  }

  private static <T> Answer<T> fail() {
    throw new AssertionError("TMDB is not asked");
  }

  private <T> Answer<T> answer(T value) {
    clock.advance(callsTake);
    Kind kind = failure;
    if (kind != null) {
      throw MediaSourceException.fromUpstream(kind, "AniList fails.", null, null);
    }
    return Answer.of(value);
  }

  private static Media anime(int id) {
    return Media.builder(
            "anilist:" + id, "anilist", "" + id, MediaKind.ANIME, Title.of("Anime " + id))
        .build();
  }

  private CachedRequest<MediaById, Media> detail(int id) {
    return CachedRequest.of(operations.anilistMedia, new MediaById(id));
  }

  private CachedResponse read(CachedRequest<?, ?> request) {
    try {
      return readThrough.readAsync(request).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private MediaSourceException failureOf(CachedRequest<?, ?> request) {
    return catchThrowableOfType(MediaSourceException.class, () -> read(request));
  }

  private static Media media(CachedResponse response) {
    return new JsonCodec().decode(response.entry().body().bytes(), Media.class);
  }

  private List<String> ids(CachedRequest<?, MediaPage> request) {
    return page(request).items().stream().map(Media::id).toList();
  }

  private MediaPage page(CachedRequest<?, MediaPage> request) {
    return new JsonCodec().decode(read(request).entry().body().bytes(), MediaPage.class);
  }

  @Test
  void bothSourcesTogetherTakeNoLongerThanOneMay() {
    var thaw = new CompletableFuture<Void>();
    kitsu.freezeUntil(thaw);
    failure = Kind.TIMED_OUT;
    callsTake = TestParts.policy(0).patience().minusMillis(50);

    CompletableFuture<CachedResponse> read = readThrough.readAsync(detail(1007));

    assertThat(read)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withMessageContaining("AniList fails.");
    thaw.complete(null);
  }

  @Test
  void animeIsAnsweredUnderAniListsIdAndMarked() {
    CachedResponse response = read(detail(1007));
    Media media = media(response);

    assertThat(response.isFallback()).isTrue();
    assertThat(response.freshFor()).isEqualTo(Duration.ofSeconds(300));
    assertThat(media.id()).isEqualTo("anilist:1007");
    assertThat(media.sourceId()).isEqualTo("1007");
    assertThat(media.source()).isEqualTo("kitsu");
    assertThat(media.externalIds()).containsEntry("kitsu", "7").doesNotContainKey("anilist");
  }

  @Test
  void answerIsStoredUnderAKeyOfItsOwn() {
    CacheKey key = detail(1007).key();
    read(detail(1007));
    CachedResponse second = read(detail(1007));

    assertThat(memory.get(key)).isNull();
    assertThat(second.outcome()).isEqualTo(Outcome.MEMORY_HIT);
    assertThat(second.isFallback()).isTrue();
    assertThat(operations.prefixes()).contains("fallback_media_by_id", "fallback_search");
    assertThat(operations.prefixesUnder("anilist")).noneMatch(each -> each.contains("fallback"));
  }

  @Test
  void anilistAnswersAgainAsSoonAsItIsBack() {
    read(detail(1007));
    failure = null;
    clock.advance(Duration.ofSeconds(2));
    CachedResponse response = read(detail(1007));

    assertThat(response.isFallback()).isFalse();
    assertThat(media(response).source()).isEqualTo("anilist");
    assertThat(response.freshFor()).isEqualTo(TTL);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "TIMED_OUT"})
  void unavailableSourceIsReplaced(Kind kind) {
    failure = kind;

    assertThat(read(detail(1007)).isFallback()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "UNREADABLE", "RATE_LIMITED", "NOT_CONFIGURED"})
  void otherFailureIsNotHidden(Kind kind) {
    failure = kind;

    assertThat(failureOf(detail(1007)).kind()).isEqualTo(kind);
    assertThat(kitsu.calls()).isZero();
  }

  @Test
  void notFoundIsNotHidden() {
    failure = Kind.NOT_FOUND;
    CachedResponse response = read(detail(1007));

    assertThat(response.entry().negative()).isTrue();
    assertThat(response.isFallback()).isFalse();
  }

  @Test
  void staleAnswerIsBetterThanTheFallback() {
    failure = null;
    read(detail(1007));
    failure = Kind.UNAVAILABLE;
    clock.advance(TTL.plusSeconds(1));
    CachedResponse response = read(detail(1007));

    assertThat(response.outcome()).isEqualTo(Outcome.STALE);
    assertThat(media(response).source()).isEqualTo("anilist");
    assertThat(kitsu.calls()).isZero();
  }

  @Test
  void animeWithoutMappingKeepsTheFailureOfAniList() {
    MediaSourceException first = failureOf(detail(1010));
    MediaSourceException second = failureOf(detail(1010));

    assertThat(first.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(second).hasMessage("AniList fails.");
    assertThat(readThrough.stats().of("anilist_media_by_id").failedCount()).isEqualTo(2);
  }

  @Test
  void failureOfBothIsThatOfAniList() {
    kitsu.goDown();

    assertThat(failureOf(detail(1007))).hasMessage("AniList fails.");
  }

  @Test
  void fallbackIsCountedForTheSourceThatIsUnavailable() {
    read(detail(1007));
    read(detail(1007));
    OperationStats asked = readThrough.stats().of("anilist_media_by_id");
    OperationStats answered = readThrough.stats().of("fallback_media_by_id");

    assertThat(asked.fallbackCount()).isEqualTo(2);
    assertThat(asked.failedCount()).isZero();
    assertThat(answered.count(Outcome.MISS)).isEqualTo(1);
    assertThat(answered.count(Outcome.MEMORY_HIT)).isEqualTo(1);
    assertThat(readThrough.stats().ofSource("anilist").fallbackCount()).isEqualTo(2);
    assertThat(readThrough.stats().ofSource("anilist").failedCount()).isZero();
  }

  @Test
  void titlesOfListsKeepAniListsIdsWhereTheyAreMapped() {
    var popular = CachedRequest.of(operations.anilistPopular, new PageRequest(1, 12));
    var trending = CachedRequest.of(operations.anilistTrending, new PageRequest(1, 12));
    var search = CachedRequest.of(operations.anilistSearchAnime, new AnimeSearch("anime", 1, 12));

    assertThat(ids(popular))
        .startsWith("anilist:1001", "anilist:1002")
        .contains("kitsu:10")
        .hasSize(12);
    assertThat(ids(trending)).isEqualTo(ids(popular));
    assertThat(ids(search)).isEqualTo(ids(popular));
  }

  @Test
  void pagesOfAnotherSizeAreCutOfThoseOfTheProvider() {
    MediaPage second = page(CachedRequest.of(operations.anilistPopular, new PageRequest(2, 30)));
    MediaPage last = page(CachedRequest.of(operations.anilistPopular, new PageRequest(3, 50)));
    MediaPage beyond =
        page(CachedRequest.of(operations.anilistPopular, new PageRequest(10_000, 50)));

    assertThat(second.items().get(0).id()).isEqualTo("anilist:1031");
    assertThat(second.items()).hasSize(29).noneMatch(media -> media.id().equals("anilist:1033"));
    assertThat(second.items().get(28).id()).isEqualTo("kitsu:60");
    assertThat(second.hasNextPage()).isTrue();
    assertThat(second.perPage()).isEqualTo(30);
    assertThat(last.items()).hasSize(15);
    assertThat(last.hasNextPage()).isFalse();
    assertThat(beyond.items()).isEmpty();
  }

  @Test
  void searchWithFiltersThatTheProviderLacksIsNotReplaced() {
    var plain = search(MediaKind.ANIME, List.of());
    var manga = search(MediaKind.MANGA, List.of());
    var byGenre = search(MediaKind.ANIME, List.of("Action"));

    assertThat(read(plain).isFallback()).isTrue();
    assertThat(failureOf(manga).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failureOf(byGenre).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  private CachedRequest<?, MediaPage> search(MediaKind type, List<String> genres) {
    return CachedRequest.of(
        operations.anilistSearch,
        new AniListSearch(
            "anime", type, null, null, null, null, genres, List.of(), null, false, 1, 20));
  }

  @Test
  void lookupsForOtherAnswersAreNotReplaced() {
    assertThat(readThrough.lookUp(detail(1007)))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withMessageContaining("AniList fails.");
  }

  @Test
  void spentBudgetIsNoOutage() {
    failure = null;
    var spent = new TokenBucket(QUOTA, clock);
    while (spent.left() >= 1) {
      spent.tryTake(Urgency.FOREGROUND);
    }
    assertThat(spent.isPaused()).isFalse();
    try (ReadThrough limited = readThrough(spent)) {
      assertThat(limited.readAsync(detail(1007)))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withMessageContaining("budget");
    }
    assertThat(kitsu.calls()).isZero();
  }

  @Test
  void pauseThatAnotherInstanceLearntStartsTheFallbackWithoutACall() {
    failure = null;
    var store = new FakeSharedStore(clock);
    var elsewhere = fleetBudget("elsewhere", store);
    var here = fleetBudget("here", store);
    elsewhere.pause(Duration.ofMinutes(1));
    try (ReadThrough other = readThrough(here)) {
      assertThat(other.readAsync(detail(1007)).join().isFallback()).isTrue();
      assertThat(anilist.calls()).isZero();

      clock.advance(Duration.ofMinutes(2));
      assertThat(other.readAsync(detail(1007)).join().isFallback()).isFalse();
    }
  }

  private FleetBudget fleetBudget(String member, FakeSharedStore store) {
    SharedBudgets shared = store.connect(new SilentListener() {}).budgets();
    return new FleetBudget(
        member, "anilist", QUOTA, shared, quota -> new TokenBucket(quota, clock), clock);
  }
}
