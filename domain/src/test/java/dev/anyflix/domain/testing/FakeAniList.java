package dev.anyflix.domain.testing;

import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.SourceStatus;
import java.util.concurrent.atomic.AtomicInteger;

/** AniList made of two functions: one answers for a medium, one for any list. Counts its calls. */
public final class FakeAniList implements AniListSource {

  private final Asked<MediaById, Media> media;
  private final Asked<? super Record, MediaPage> lists;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param lists is given an {@link AniListSearch}, {@link AnimeSearch} or {@link PageRequest}
   */
  public FakeAniList(Asked<MediaById, Media> media, Asked<? super Record, MediaPage> lists) {
    this.media = media;
    this.lists = lists;
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
  public SourceStatus status() {
    return SourceStatus.unlimited("anilist", "AniList", "metadata");
  }

  private Answer<MediaPage> list(Record request, Call call) {
    calls.incrementAndGet();
    return lists.ask(request, call);
  }
}
