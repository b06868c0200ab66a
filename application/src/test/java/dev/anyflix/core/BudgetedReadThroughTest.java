package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.tier.ClearResult;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeTmdb;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads through a budget of 25 calls in 20 seconds: queueing, batches and prefetch. */
final class BudgetedReadThroughTest {

  private static final int UNKNOWN = 404;

  private final Clock clock = new SteadyClock();
  private final ExecutorService executor = LoadExecutor.create();
  private final AniList anilist = new AniList();
  private final CallQueue queue =
      new CallQueue(
          new TokenBucket(Quota.of(25, Duration.ofSeconds(20)), clock),
          Duration.ofSeconds(5),
          clock,
          TestParts.timer());
  private final TieredCache cache =
      new TieredCache(
          new FakeCache(),
          null,
          new TieredCache.Limits(1 << 20, Duration.ofDays(1), Duration.ofMillis(200)),
          clock);
  private final Operations operations =
      new Operations(
          anilist.source,
          new FakeTmdb((id, call) -> Answer.of(media(id.id())), (list, call) -> page(1, 1)),
          List.of(),
          TestParts.TTLS);
  private final ReadThrough readThrough = readThrough(queue, true);

  private ReadThrough readThrough(CallQueue anilistQueue, boolean prefetch) {
    return new ReadThrough(
        TestParts.parts(
            cache,
            source -> source.equals("anilist") ? anilistQueue : null,
            executor,
            clock,
            () -> 0),
        new ReadThrough.Policy(
            true,
            Duration.ofMinutes(5),
            false,
            0,
            Duration.ofSeconds(8),
            Duration.ofSeconds(9),
            prefetch));
  }

  @AfterEach
  void close() {
    readThrough.close();
    cache.close();
    executor.shutdownNow();
  }

  private static Media media(int id) {
    return Media.builder(
            "anilist:" + id, "anilist", Integer.toString(id), MediaKind.ANIME, Title.of("t" + id))
        .build();
  }

  private static Answer<MediaPage> page(int first, int count) {
    return Answer.of(
        new MediaPage(
            IntStream.range(first, first + count).mapToObj(BudgetedReadThroughTest::media).toList(),
            1,
            50,
            false));
  }

  /** AniList that records its calls: the number of ids of each. */
  private static final class AniList {

    private final List<Integer> calls = new CopyOnWriteArrayList<>();
    private final AniListSource source =
        new FakeAniList(this::medium, this::medium, this::list, this::batch);
    private volatile int mostTogether = CachedOperation.Batch.MAX;

    private Answer<Media> medium(MediaById request, Call call) {
      calls.add(1);
      if (request.id() == UNKNOWN) {
        throw MediaSourceException.fromUpstream(Kind.NOT_FOUND, "unknown", null, null);
      }
      return Answer.of(media(request.id()));
    }

    private Answer<Map<Integer, Media>> batch(MediaBatch request, Call call) {
      calls.add(request.ids().size());
      if (request.ids().size() > mostTogether) {
        throw MediaSourceException.fromUpstream(Kind.UNREADABLE, "too complex", null, null);
      }
      Map<Integer, Media> found = new HashMap<>();
      request.ids().stream().filter(id -> id != UNKNOWN).forEach(id -> found.put(id, media(id)));
      return Answer.of(found);
    }

    private Answer<MediaPage> list(Record request, Call call) {
      calls.add(0);
      return page(1, 50);
    }
  }

  private CompletableFuture<CachedResponse> read(int id, String client) {
    return readThrough.readAsync(
        readThrough.request(operations.anilistMedia, new MediaById(id)), client);
  }

  private List<CompletableFuture<CachedResponse>> readAll(int first, int count, String client) {
    return IntStream.range(first, first + count).mapToObj(id -> read(id, client)).toList();
  }

  private static void awaitAll(List<CompletableFuture<CachedResponse>> answers) {
    CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .orTimeout(20, TimeUnit.SECONDS)
        .handle((none, failure) -> none)
        .join();
  }

  @Test
  void fiftyTitlesAtTheSameTimeTakeAtMostThreeCalls() {
    List<CompletableFuture<CachedResponse>> answers = readAll(1_000, 50, "client");
    awaitAll(answers);

    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.join().outcome()).isEqualTo(Outcome.MISS));
    assertThat(anilist.calls).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void everyIdOfABatchKeepsItsOwnAnswer() {
    List<CompletableFuture<CachedResponse>> answers = readAll(UNKNOWN - 2, 5, "client");
    awaitAll(answers);

    assertThat(answers.stream().map(answer -> answer.join().entry().negative()))
        .containsExactly(false, false, true, false, false);
    assertThat(new String(answers.get(0).join().entry().body().bytes(), StandardCharsets.UTF_8))
        .contains("anilist:" + (UNKNOWN - 2));
  }

  @Test
  void aBatchThatIsRefusedIsSplit() {
    anilist.mostTogether = 8;
    List<CompletableFuture<CachedResponse>> answers = readAll(1_000, 14, "client");
    awaitAll(answers);

    assertThat(answers).noneMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void titlesRequestedAgainAfterAClearShareABatchWithTheLoadsBeforeIt() {
    while (queue.tryTakeAsync(Urgency.FOREGROUND).join().isZero()) {
      assertThat(queue.left()).isLessThan(queue.capacity());
    }
    List<CompletableFuture<CachedResponse>> before = readAll(1_000, 2, "client");
    ClearResult cleared = cache.clear(Set.of("anilist_media_by_id"));
    List<CompletableFuture<CachedResponse>> after = readAll(1_000, 2, "client");
    awaitAll(before);
    awaitAll(after);

    assertThat(cleared.count()).isZero();
    assertThat(before).noneMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(after).noneMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(anilist.calls).containsExactly(2);
  }

  @Test
  void aTitleThatIsAloneIsNotBatched() {
    read(1_000, "client").join();

    assertThat(anilist.calls).containsExactly(1);
  }

  @Test
  void theTitlesOfAListAreLoadedAheadInOneCall() {
    readThrough
        .readAsync(readThrough.request(operations.anilistTrending, new PageRequest(1, 50)))
        .join();
    Awaitility.await()
        .until(
            () ->
                IntStream.rangeClosed(1, 50)
                    .allMatch(
                        id ->
                            cache.findNear(operations.anilistMedia.keyOf(new MediaById(id)))
                                != null));
    awaitAll(readAll(1, 50, "client"));

    assertThat(anilist.calls).hasSizeLessThanOrEqualTo(3);
  }

  /** The budget keeps no reserve, which would hold up the background by itself. */
  @Test
  void titlesOfAListAreNotLoadedAheadWhileHalfOfTheBudgetIsTaken() {
    var quota = new Quota(25, Duration.ofMinutes(1), 8, 0, Duration.ofMinutes(1));
    var taken =
        new CallQueue(
            new TokenBucket(quota, clock), Duration.ofSeconds(5), clock, TestParts.timer());
    for (int i = 0; i < 3; i++) {
      assertThat(taken.tryTakeAsync(Urgency.FOREGROUND).join()).isZero();
    }
    try (ReadThrough reader = readThrough(taken, true)) {
      assertListIsTheOnlyCall(reader);
    }
  }

  @Test
  void titlesOfAListAreNotLoadedAheadWhereThatIsTurnedOff() {
    try (ReadThrough reader = readThrough(queue, false)) {
      assertListIsTheOnlyCall(reader);
    }
  }

  private void assertListIsTheOnlyCall(ReadThrough reader) {
    reader.readAsync(reader.request(operations.anilistTrending, new PageRequest(1, 50))).join();

    Awaitility.await().during(Duration.ofMillis(200)).until(() -> anilist.calls.equals(List.of(0)));
  }

  @Test
  void titlesOpenedOneByOneAfterTheirListTakeAtMostThreeCalls() {
    readThrough
        .readAsync(readThrough.request(operations.anilistTrending, new PageRequest(1, 50)))
        .join();
    for (int id = 1; id <= 50; id++) {
      assertThat(read(id, "client")).succeedsWithin(Duration.ofSeconds(3));
    }

    assertThat(anilist.calls).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void expiredEntriesAreServedStaleWhileTheBudgetIsSpent() {
    read(1, "client").join();
    while (queue.tryTakeAsync(Urgency.FOREGROUND).join().isZero()) {
      assertThat(queue.left()).isLessThan(queue.capacity());
    }
    cache.expire(Set.of(operations.anilistMedia.prefix()));

    assertThat(read(1, "client")).succeedsWithin(Duration.ofSeconds(1));
    assertThat(read(1, "client").join().outcome()).isEqualTo(Outcome.STALE);
  }

  @Test
  void aClientThatFloodsASpentBudgetDoesNotFailAnotherOne() {
    while (queue.tryTakeAsync(Urgency.FOREGROUND).join().isZero()) {
      assertThat(queue.left()).isLessThan(queue.capacity());
    }
    CompletableFuture<CachedResponse> first = read(1_999, "first");
    List<CompletableFuture<CachedResponse>> greedy = readAll(1_000, 200, "greedy");
    CompletableFuture<CachedResponse> modest = read(1, "modest");
    awaitAll(greedy);

    assertThat(first).succeedsWithin(Duration.ofSeconds(10));
    assertThat(modest).succeedsWithin(Duration.ofSeconds(10));
    assertThat(greedy.stream().filter(CompletableFuture::isCompletedExceptionally).count())
        .isGreaterThanOrEqualTo(200L - CallQueue.MAX_PER_CLIENT);
  }
}
