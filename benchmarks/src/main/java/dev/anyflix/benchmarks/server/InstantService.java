package dev.anyflix.benchmarks.server;

import dev.anyflix.App;
import dev.anyflix.config.Settings;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import java.nio.file.Path;
import java.util.List;

/** The whole service over an AniList in the same process, to fill the cache fast. */
public final class InstantService {

  private InstantService() {}

  /** Takes its settings from the environment. */
  public static void main(String[] arguments) {
    var anilist =
        new FakeAniList(
            (request, call) -> Answer.of(media(request)),
            (request, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));
    App.with(Settings.load(System.getenv(), Path.of(""))).anilist(anilist).start();
  }

  private static Media media(MediaById request) {
    String id = Integer.toString(request.id());
    return Media.builder("anilist:" + id, "anilist", id, MediaKind.ANIME, Title.of("Number " + id))
        .build();
  }
}
