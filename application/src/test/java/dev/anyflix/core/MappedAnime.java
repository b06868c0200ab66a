package dev.anyflix.core;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A Kitsu with the anime 1 to {@value #COUNT}, whose ids at AniList are larger by {@value #OFFSET}.
 * Those divisible by {@value #UNMAPPED} have no id there; those divisible by {@value #ADULT} are
 * for adults.
 */
final class MappedAnime extends FakeProvider {

  static final int COUNT = 115;
  static final int OFFSET = 1000;
  static final int UNMAPPED = 10;
  static final int ADULT = 33;

  private static final List<Media> ALL =
      IntStream.rangeClosed(1, COUNT).mapToObj(MappedAnime::anime).toList();

  private volatile boolean isDown;
  private volatile CompletableFuture<?> thaw = CompletableFuture.completedFuture(null);

  MappedAnime() {
    super("kitsu", ALL);
  }

  /** Lets calls answer only once this is done. */
  void freezeUntil(CompletableFuture<?> event) {
    thaw = event;
  }

  void goDown() {
    isDown = true;
  }

  private static Media anime(int id) {
    boolean isMapped = id % UNMAPPED != 0;
    return Media.builder("kitsu:" + id, "kitsu", "" + id, MediaKind.ANIME, Title.of("Anime " + id))
        .adult(id % ADULT == 0)
        .externalIds(isMapped ? Map.of("anilist", "" + (id + OFFSET)) : Map.of())
        .build();
  }

  @Override
  public Set<String> externalSites() {
    return Set.of("anilist");
  }

  @Override
  public Answer<Media> byExternalId(ExternalId request, Call call) {
    thaw.join();
    int id = Integer.parseInt(request.id()) - OFFSET;
    String known = id % UNMAPPED == 0 ? "none" : "" + id;
    if (isDown) {
      throw new MediaSourceException(Kind.UNAVAILABLE, "Kitsu unavailable.");
    }
    return detail(new ProviderItem(known), call);
  }
}
