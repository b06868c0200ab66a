package dev.anyflix.core;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.Title;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A Kitsu with the anime 1 to {@value #COUNT}, whose ids at AniList are larger by {@value #OFFSET}.
 * Those divisible by {@value #UNMAPPED} have no id there; those divisible by {@value #ADULT} are
 * for adults.
 */
final class MappedAnime implements ContentProvider {

  static final int COUNT = 115;
  static final int OFFSET = 1000;
  static final int UNMAPPED = 10;
  static final int ADULT = 33;
  private static final int PER_PAGE = 20;

  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean isDown;
  private volatile CompletableFuture<?> thaw = CompletableFuture.completedFuture(null);

  int calls() {
    return calls.get();
  }

  /** Lets calls answer only once this is done. */
  void freezeUntil(CompletableFuture<?> event) {
    thaw = event;
  }

  void goDown() {
    isDown = true;
  }

  private <T> Answer<T> answer(T value) {
    calls.incrementAndGet();
    thaw.join();
    if (isDown) {
      throw new MediaSourceException(Kind.UNAVAILABLE, "Kitsu unavailable.");
    }
    return Answer.of(value);
  }

  private static MediaSourceException unknown() {
    return new MediaSourceException(Kind.NOT_FOUND, "Kitsu has no such title.");
  }

  private static Media anime(int id) {
    boolean isMapped = id % UNMAPPED != 0;
    return Media.builder("kitsu:" + id, "kitsu", "" + id, MediaKind.ANIME, Title.of("Anime " + id))
        .adult(id % ADULT == 0)
        .externalIds(isMapped ? Map.of("anilist", "" + (id + OFFSET)) : Map.of())
        .build();
  }

  private Answer<MediaPage> page(int page) {
    int first = (page - 1) * PER_PAGE + 1;
    int last = Math.min(first + PER_PAGE - 1, COUNT);
    List<Media> items = IntStream.rangeClosed(first, last).mapToObj(MappedAnime::anime).toList();
    return answer(new MediaPage(items, page, PER_PAGE, last < COUNT));
  }

  @Override
  public SourceStatus status() {
    return SourceStatus.unlimited("kitsu", "Kitsu", "metadata");
  }

  @Override
  public Set<String> externalSites() {
    return Set.of("anilist");
  }

  @Override
  public Answer<Media> byExternalId(ExternalId request, Call call) {
    int id = Integer.parseInt(request.id()) - OFFSET;
    if (id < 1 || id > COUNT || id % UNMAPPED == 0) {
      throw unknown();
    }
    return answer(anime(id));
  }

  @Override
  public Answer<MediaPage> popular(ProviderPage request, Call call) {
    return page(request.page());
  }

  @Override
  public Answer<MediaPage> latest(ProviderPage request, Call call) {
    return page(request.page());
  }

  @Override
  public Answer<MediaPage> search(ProviderSearch request, Call call) {
    return page(request.page());
  }

  @Override
  public Answer<Media> detail(ProviderItem request, Call call) {
    return answer(anime(Integer.parseInt(request.id())));
  }
}
