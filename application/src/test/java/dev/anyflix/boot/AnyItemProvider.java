package dev.anyflix.boot;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderEpisodes;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.Title;
import java.util.List;

/** A content provider without limits that has an item under every id. */
public final class AnyItemProvider implements ContentProvider {

  private final String id;

  public AnyItemProvider(String id) {
    this.id = id;
  }

  @Override
  public SourceStatus status() {
    return SourceStatus.unlimited(id, "Any", "streams");
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
    return Answer.of(item(request.id()));
  }

  @Override
  public boolean hasEpisodes() {
    return true;
  }

  @Override
  public Answer<EpisodePage> episodes(ProviderEpisodes request, Call call) {
    var episode = new Episode(1, 1, null, "An episode", null, null, null, null, null);
    return Answer.of(new EpisodePage(List.of(episode), request.page(), 20, false, 1));
  }

  private Answer<MediaPage> page(int page) {
    return Answer.of(new MediaPage(List.of(item("1")), page, 20, false));
  }

  private Media item(String itemId) {
    return Media.builder(id + ":" + itemId, id, itemId, MediaKind.VIDEO, Title.of("An item"))
        .build();
  }
}
