package dev.anyflix.web.stremio;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.StreamLink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds what can be played of a title or an episode. Thread safe. */
final class Streams {

  /** The providers whose streams are files, by id, with their names. */
  private static final Map<String, String> PROVIDERS =
      Map.of("archive", "Internet Archive", "jellyfin", "Jellyfin");

  private final Titles titles;

  Streams(Titles titles) {
    this.titles = titles;
  }

  /** Never completed with null; exceptionally when the title cannot be read. */
  CompletableFuture<List<StremioStream>> find(String type, StremioId id, PartReader reader) {
    boolean isOfProvider =
        !id.isImdb() && PROVIDERS.containsKey(id.ownId().replaceFirst(":.*", ""));
    return isOfProvider
        ? titles
            .read(type, id, reader)
            .thenApply(media -> media == null ? List.of() : streams(media, id))
        : CompletableFuture.completedFuture(List.of());
  }

  private static List<StremioStream> streams(Media media, StremioId id) {
    String provider = media.source();
    String name = PROVIDERS.getOrDefault(provider, provider);
    return media.streams().stream()
        .filter(link -> isOf(id, link))
        .map(link -> StremioStream.of(provider, name, link))
        .toList();
  }

  /** Whether a stream is one of the title or, by its label, of the episode: {@code S1:E2 Title}. */
  private static boolean isOf(StremioId id, StreamLink link) {
    if (id.episode() == null) {
      return true;
    }
    String label = link.label() + " ";
    return label.startsWith("S" + id.season() + ":E" + id.episode() + " ");
  }
}
