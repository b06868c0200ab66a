package dev.anyflix.boot;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderEpisodes;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeProvider;
import java.util.List;

/** A content provider without limits that has an item under every id. */
public final class AnyItemProvider extends FakeProvider {

  public AnyItemProvider(String id) {
    super(
        id,
        (request, call) -> Answer.of(item(id, request.id())),
        (request, call) ->
            Answer.of(new MediaPage(List.of(item(id, "1")), pageOf(request), PER_PAGE, false)));
  }

  private static Media item(String id, String itemId) {
    return Media.builder(id + ":" + itemId, id, itemId, MediaKind.VIDEO, Title.of("An item"))
        .build();
  }

  @Override
  public boolean hasEpisodes() {
    return true;
  }

  @Override
  public Answer<EpisodePage> episodes(ProviderEpisodes request, Call call) {
    var episode = new Episode(1, 1, null, "An episode", null, null, null, null, null);
    return Answer.of(new EpisodePage(List.of(episode), request.page(), PER_PAGE, false, 1));
  }
}
