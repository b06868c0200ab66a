package dev.anyflix.web.stremio;

import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.Operations;
import dev.anyflix.core.Operations.ProviderOperations;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.Season;
import dev.anyflix.domain.media.TmdbFind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads titles and their episodes through the operations of their sources. Thread safe. */
final class Titles {

  /** The most pages of episodes that are read of a provider; the rest are known by number only. */
  private static final int MAX_EPISODE_PAGES = 10;

  /** The most episodes that are known by number only. */
  private static final int MAX_NUMBERED = 2000;

  private final Operations operations;

  Titles(Operations operations) {
    this.operations = operations;
  }

  /**
   * What a list shows of an item. TMDB's lists lack the ids of IMDb, so that its details are read,
   * which are likely to be asked for next.
   */
  CompletableFuture<MetaPreview> preview(Media item, PartReader reader) {
    return item.source().equals("tmdb")
        ? reader
            .tryRead(detail(item.id()), Media.class)
            .thenApply(found -> MetaPreview.of(found == null ? item : found))
        : CompletableFuture.completedFuture(MetaPreview.of(item));
  }

  /**
   * The title of an id.
   *
   * @param type the protocol's type, which tells a film from a series of the same id
   * @return completed with null when there is none, and exceptionally when it cannot be read
   */
  CompletableFuture<@Nullable Media> read(String type, StremioId id, PartReader reader) {
    if (id.isImdb()) {
      return find(type, id.title(), reader)
          .thenCompose(found -> found == null ? none() : read(found.id(), reader));
    }
    return read(id.ownId(), reader);
  }

  private static CompletableFuture<@Nullable Media> read(String ownId, PartReader reader) {
    try {
      return reader
          .read(detail(ownId), Media.class)
          .thenApply(media -> media == null || media.kind() == MediaKind.MANGA ? null : media);
    } catch (InvalidRequestException e) {
      return none();
    }
  }

  /** The address of the title of this service's id. */
  private static String detail(String ownId) {
    return "/api/media/" + encoded(ownId);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static <T> CompletableFuture<@Nullable T> none() {
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<@Nullable Media> find(String type, String imdb, PartReader reader) {
    if (!operations.tmdbEnabled()) {
      return none();
    }
    var request = new TmdbFind("imdb", imdb, operations.tmdbLanguage());
    return reader
        .read(CachedRequest.of(operations.tmdbFind, request), MediaPage.class)
        .thenApply(
            page ->
                (page == null ? Stream.<Media>empty() : page.items().stream())
                    .filter(item -> MetaPreview.type(item).equals(type))
                    .findFirst()
                    .orElse(null));
  }

  /** The episodes of a title in their order; none of a film. Never completed exceptionally. */
  CompletableFuture<List<Meta.Video>> videos(Media media, PartReader reader) {
    if (MetaPreview.type(media).equals(MetaPreview.MOVIE)) {
      return CompletableFuture.completedFuture(List.of());
    }
    String owner = media.id().substring(0, media.id().indexOf(':'));
    return switch (owner) {
      case "tmdb" -> ofSeasons(media, reader);
      case "anilist" -> ofAnime(media, reader);
      default -> ofProvider(owner, media, media.sourceId(), reader);
    };
  }

  private static CompletableFuture<List<Meta.Video>> ofSeasons(Media media, PartReader reader) {
    String title = StremioId.of(media);
    String seasonsOf = "/api/tmdb/tv/" + media.sourceId() + "/seasons/";
    return Async.all(
            media.seasons().stream()
                .map(season -> reader.tryRead(seasonsOf + season.number(), Season.class))
                .toList())
        .thenApply(
            seasons ->
                seasons.stream()
                    .flatMap(season -> season == null ? Stream.of() : season.episodes().stream())
                    .map(episode -> Meta.Video.of(title, episode, 1))
                    .toList());
  }

  /** AniList lists no episodes; Kitsu does, of the anime that it maps to AniList's id. */
  private CompletableFuture<List<Meta.Video>> ofAnime(Media media, PartReader reader) {
    ProviderOperations kitsu = operations.providers().get("kitsu");
    if (kitsu == null || !kitsu.externalSites().contains("anilist")) {
      return CompletableFuture.completedFuture(withNumbers(media, List.of()));
    }
    var mapping = new ExternalId("anilist", media.sourceId());
    return reader
        .tryRead(CachedRequest.of(kitsu.byExternalId, mapping), Media.class)
        .thenCompose(
            mapped ->
                mapped == null
                    ? CompletableFuture.completedFuture(List.<Meta.Video>of())
                    : ofProvider("kitsu", media, mapped.sourceId(), reader))
        .thenApply(known -> withNumbers(media, known));
  }

  /** The episodes that a provider lists, with those that it does not, up to the number aired. */
  private static List<Meta.Video> withNumbers(Media media, List<Meta.Video> known) {
    Map<Integer, Meta.Video> byNumber = new HashMap<>();
    known.forEach(video -> byNumber.put(video.episode(), video));
    NextEpisode next = media.nextEpisode();
    int announced = next == null || next.number() == null ? 0 : next.number();
    int count = media.episodes() == null ? announced : media.episodes();
    int listed = known.stream().mapToInt(Meta.Video::episode).max().orElse(0);
    return IntStream.rangeClosed(1, Math.min(Math.max(count, listed), MAX_NUMBERED))
        .mapToObj(
            number -> {
              Meta.Video video = byNumber.get(number);
              String airs = next != null && number == announced ? next.airsAt().toString() : null;
              return video != null ? video : Meta.Video.numbered(StremioId.of(media), number, airs);
            })
        .toList();
  }

  private static CompletableFuture<List<Meta.Video>> ofProvider(
      String provider, Media media, String id, PartReader reader) {
    String address = "/api/providers/%s/media/%s/episodes?page=".formatted(provider, encoded(id));
    return reader
        .tryRead(address + 1, EpisodePage.class)
        .thenCompose(
            first -> {
              List<CompletableFuture<@Nullable EpisodePage>> pages = new ArrayList<>();
              pages.add(CompletableFuture.completedFuture(first));
              for (int page = 2; page <= pageCount(first); page++) {
                pages.add(reader.tryRead(address + page, EpisodePage.class));
              }
              return Async.all(pages);
            })
        .thenApply(pages -> videos(StremioId.of(media), pages));
  }

  private static List<Meta.Video> videos(String title, List<@Nullable EpisodePage> pages) {
    List<Meta.Video> videos = new ArrayList<>();
    for (EpisodePage page : pages) {
      for (Episode episode : page == null ? List.<Episode>of() : page.items()) {
        videos.add(Meta.Video.of(title, episode, videos.size() + 1));
      }
    }
    return videos;
  }

  private static int pageCount(@Nullable EpisodePage first) {
    if (first == null || !first.hasNextPage()) {
      return 1;
    }
    Integer total = first.total();
    int count = total == null ? 2 : (total + first.perPage() - 1) / first.perPage();
    return Math.min(count, MAX_EPISODE_PAGES);
  }
}
