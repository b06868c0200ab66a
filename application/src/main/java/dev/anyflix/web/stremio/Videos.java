package dev.anyflix.web.stremio;

import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.Operations;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.Season;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the episodes of titles through the operations of their sources. Thread safe. */
record Videos(Operations operations) {

  /** The most pages of episodes that are read of a provider; the rest are known by number only. */
  private static final int MAX_PAGES = 10;

  /** The most episodes that are known by number only. */
  private static final int MAX_NUMBERED = 2000;

  private static final Episode UNKNOWN =
      new Episode(null, null, null, null, null, null, null, null, null);

  /** The episodes of a title in their order; none of a film. Never completed exceptionally. */
  CompletableFuture<Collection<JsonObject>> of(Media media, PartReader reader) {
    String id = StremioId.of(media);
    String owner = media.id().substring(0, media.id().indexOf(':'));
    if (StremioJson.type(media).equals(StremioJson.MOVIE)) {
      return CompletableFuture.completedFuture(List.of());
    }
    return switch (owner) {
      case "tmdb" -> ofSeasons(media, reader).thenApply(found -> videos(id, found));
      case "anilist" -> ofAnime(media, reader).thenApply(found -> withNumbers(id, media, found));
      default -> ofProvider(owner, media.sourceId(), reader).thenApply(found -> videos(id, found));
    };
  }

  private static CompletableFuture<List<Episode>> ofSeasons(Media media, PartReader reader) {
    String address = "/api/tmdb/tv/" + media.sourceId() + "/seasons/";
    return Async.all(
            media.seasons().stream()
                .map(season -> reader.tryRead(address + season.number(), Season.class))
                .toList())
        .thenApply(seasons -> joined(seasons.stream(), Season::episodes));
  }

  /** AniList lists no episodes; Kitsu does, of the anime that it maps to AniList's id. */
  private CompletableFuture<List<Episode>> ofAnime(Media media, PartReader reader) {
    var kitsu = operations.providers().get("kitsu");
    if (kitsu == null || !kitsu.externalSites().contains("anilist")) {
      return CompletableFuture.completedFuture(List.of());
    }
    var mapping = new ExternalId("anilist", media.sourceId());
    return reader
        .tryRead(CachedRequest.of(kitsu.byExternalId, mapping), Media.class)
        .thenCompose(
            mapped ->
                mapped == null
                    ? CompletableFuture.completedFuture(List.of())
                    : ofProvider("kitsu", mapped.sourceId(), reader));
  }

  private CompletableFuture<List<Episode>> ofProvider(String name, String id, PartReader reader) {
    var provider = operations.providers().get(name);
    if (provider == null || !provider.hasEpisodes()) {
      return CompletableFuture.completedFuture(List.of());
    }
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    String address = "/api/providers/" + name + "/media/" + encoded + "/episodes?page=";
    return reader
        .tryRead(address + 1, EpisodePage.class)
        .thenCompose(
            first ->
                Async.all(
                        IntStream.rangeClosed(2, pageCount(first))
                            .mapToObj(page -> reader.tryRead(address + page, EpisodePage.class))
                            .toList())
                    .thenApply(
                        rest ->
                            joined(
                                Stream.concat(Stream.ofNullable(first), rest.stream()),
                                EpisodePage::items)));
  }

  private static int pageCount(@Nullable EpisodePage first) {
    if (first == null || !first.hasNextPage()) {
      return 1;
    }
    Integer total = first.total();
    int count = total == null ? 2 : (total + first.perPage() - 1) / first.perPage();
    return Math.min(count, MAX_PAGES);
  }

  private static <T> List<Episode> joined(
      Stream<@Nullable T> pages, Function<T, List<Episode>> episodes) {
    return pages.filter(Objects::nonNull).flatMap(page -> episodes.apply(page).stream()).toList();
  }

  private static List<JsonObject> videos(String id, List<Episode> episodes) {
    List<JsonObject> videos = new ArrayList<>();
    for (Episode episode : episodes) {
      videos.add(video(id, episode, videos.size() + 1));
    }
    return videos;
  }

  /**
   * An episode of a title.
   *
   * @param position its number where the episode itself has none
   */
  static JsonObject video(String id, Episode episode, int position) {
    int season = Objects.requireNonNullElse(episode.seasonNumber(), 1);
    int number = Objects.requireNonNullElse(episode.number(), position);
    return new JsonObject()
        .with("id", id + ":" + season + ":" + number)
        .with("title", Objects.requireNonNullElse(episode.title(), "Episode " + number))
        .with("season", season)
        .with("episode", number)
        .with("released", StremioJson.instant(episode.airDate()))
        .with("overview", episode.description())
        .with("thumbnail", episode.still());
  }

  /** The episodes that are listed, with those that are not, up to the number aired. */
  private static Collection<JsonObject> withNumbers(String id, Media media, List<Episode> known) {
    NextEpisode next = media.nextEpisode();
    int announced = next == null || next.number() == null ? 0 : next.number();
    TreeMap<Integer, JsonObject> videos = new TreeMap<>();
    for (JsonObject video : videos(id, known)) {
      videos.put((Integer) video.fields().get("episode"), video);
    }
    int listed = videos.isEmpty() ? 0 : videos.lastKey();
    int count = Math.max(listed, media.episodes() == null ? announced : media.episodes());
    for (int number = 1; number <= Math.min(count, MAX_NUMBERED); number++) {
      String airs = next != null && number == announced ? next.airsAt().toString() : null;
      videos.putIfAbsent(number, video(id, UNKNOWN, number).with("released", airs));
    }
    return videos.values();
  }
}
