package dev.anyflix.domain.testing;

import dev.anyflix.domain.media.AniListGenres;
import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.SchedulePage;
import dev.anyflix.domain.media.ScheduledEpisode;
import dev.anyflix.domain.media.SourceStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** AniList made of functions: one answers for a medium, one for any list. Counts its calls. */
public final class FakeAniList implements AniListSource {

  private final Asked<MediaById, Media> media;
  private final Asked<MediaById, Media> byMal;
  private final Asked<? super Record, MediaPage> lists;
  private final Asked<MediaBatch, Map<Integer, Media>> batch;
  private final AtomicInteger calls = new AtomicInteger();
  private final List<MediaBatch> batches = new CopyOnWriteArrayList<>();

  /**
   * @param lists is given an {@link AniListSearch}, {@link AnimeSearch}, {@link PageRequest},
   *     {@link AniListSeason} or {@link AniListSchedule}
   */
  public FakeAniList(Asked<MediaById, Media> media, Asked<? super Record, MediaPage> lists) {
    this(media, media, lists);
  }

  /**
   * @param byMal answers for an anime by MyAnimeList's id
   */
  public FakeAniList(
      Asked<MediaById, Media> media,
      Asked<MediaById, Media> byMal,
      Asked<? super Record, MediaPage> lists) {
    this(media, byMal, lists, (batch, call) -> oneByOne(media, batch, call));
  }

  /**
   * @param byMal answers for an anime by MyAnimeList's id
   * @param batch answers for several media
   */
  public FakeAniList(
      Asked<MediaById, Media> media,
      Asked<MediaById, Media> byMal,
      Asked<? super Record, MediaPage> lists,
      Asked<MediaBatch, Map<Integer, Media>> batch) {
    this.media = media;
    this.byMal = byMal;
    this.lists = lists;
    this.batch = batch;
  }

  /** How often any method that asks was called. */
  public int calls() {
    return calls.get();
  }

  @Override
  public Answer<Media> media(MediaById request, Call call) {
    calls.incrementAndGet();
    return media.ask(request, call);
  }

  @Override
  public Answer<Media> mediaByMal(MediaById request, Call call) {
    calls.incrementAndGet();
    return byMal.ask(request, call);
  }

  /** The batches that were asked for, in order. */
  public List<MediaBatch> batches() {
    return List.copyOf(batches);
  }

  /** Counts as one call. */
  @Override
  public Answer<Map<Integer, Media>> mediaBatch(MediaBatch request, Call call) {
    calls.incrementAndGet();
    batches.add(request);
    return batch.ask(request, call);
  }

  private static Answer<Map<Integer, Media>> oneByOne(
      Asked<MediaById, Media> media, MediaBatch request, Call call) {
    Map<Integer, Media> found = new LinkedHashMap<>();
    for (Integer id : request.ids()) {
      try {
        var answer = media.ask(new MediaById(id), call.withoutValidator());
        if (answer instanceof Answer.Value<Media> known) {
          found.put(id, known.value());
        }
      } catch (MediaSourceException e) {
        if (e.kind() != Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    return Answer.of(found);
  }

  @Override
  public Answer<MediaPage> search(AniListSearch request, Call call) {
    return list(request, call);
  }

  @Override
  public Answer<MediaPage> searchAnime(AnimeSearch request, Call call) {
    return list(request, call);
  }

  @Override
  public Answer<MediaPage> trending(PageRequest request, Call call) {
    return list(request, call);
  }

  @Override
  public Answer<MediaPage> popular(PageRequest request, Call call) {
    return list(request, call);
  }

  @Override
  public Answer<MediaPage> season(AniListSeason request, Call call) {
    return list(request, call);
  }

  /** Each medium of the list airs its first episode at the start of the period. */
  @Override
  public Answer<SchedulePage> schedule(AniListSchedule request, Call call) {
    if (list(request, call) instanceof Answer.Value<MediaPage> page) {
      List<ScheduledEpisode> items =
          page.value().items().stream()
              .map(each -> new ScheduledEpisode(request.from(), 1, each))
              .toList();
      boolean more = page.value().hasNextPage();
      return Answer.of(new SchedulePage(items, request.page(), request.perPage(), more, null));
    }
    return new Answer.NotModified<>();
  }

  @Override
  public Answer<AniListGenres> genres(Call call) {
    calls.incrementAndGet();
    return Answer.of(
        new AniListGenres(
            List.of("Drama"), List.of(new AniListGenres.Tag("Space", "Setting", false))));
  }

  @Override
  public SourceStatus status() {
    return SourceStatus.unlimited("anilist", "AniList", "metadata");
  }

  private Answer<MediaPage> list(Record request, Call call) {
    calls.incrementAndGet();
    return lists.ask(request, call);
  }
}
