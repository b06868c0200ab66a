package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.TmdbTitle;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.upstream.Json;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Translates TMDB's JSON of one film or series. */
final class TmdbDetails {

  /** Sites whose ids TMDB tells as text. */
  private static final List<String> ID_SITES =
      List.of("imdb", "wikidata", "facebook", "instagram", "twitter");

  private TmdbDetails() {}

  /** A film or series. */
  static Media media(Json json, MediaKind kind, TmdbTitle request, TmdbContext context) {
    Integer id = json.positive("id");
    if (id == null || id != request.id()) {
      throw new IllegalArgumentException("a medium with another id than requested");
    }
    TmdbImages images = context.images();
    Json body = TmdbText.filledFromTranslations(json, request.language());
    MediaStatus status = status(body.text("status"));
    MediaBuilder builder =
        TmdbJson.basics(body, kind, context)
            .images(TmdbJson.images(body, logo(body, request.language(), images), images))
            .status(status)
            .genres(body.texts("genres", "name"))
            .trailer(trailer(body.at("videos")))
            .tags(keywords(body))
            .studios(studios(body))
            .creators(TmdbPeople.creators(body, kind, images))
            .ageRating(TmdbRegional.ageRating(body, kind, request.region()))
            .collection(TmdbJson.collectionRef(body.at("belongs_to_collection")))
            .watch(TmdbRegional.watch(body, request.region(), images))
            .externalIds(externalIds(body))
            .links(links(body, kind))
            .cast(TmdbPeople.cast(body, images))
            .recommendations(TmdbJson.related(body.at("recommendations"), kind, images));
    String country = country(body);
    if (country != null) {
      builder.country(country);
    }
    return kind == MediaKind.MOVIE
        ? builder.durationMinutes(body.positive("runtime")).build()
        : series(builder, body, status).seasons(TmdbSeasons.infos(body, id, images)).build();
  }

  private static MediaBuilder series(
      MediaBuilder builder, Json body, @Nullable MediaStatus status) {
    boolean over = status == MediaStatus.FINISHED || status == MediaStatus.CANCELLED;
    return builder
        .endDate(over ? PartialDate.parse(body.text("last_air_date")) : null)
        .episodes(body.positive("number_of_episodes"))
        .durationMinutes(episodeMinutes(body))
        .nextEpisode(nextEpisode(body.at("next_episode_to_air")));
  }

  private static @Nullable MediaStatus status(@Nullable String status) {
    if (status == null) {
      return null;
    }
    return switch (status) {
      case "Released", "Ended" -> MediaStatus.FINISHED;
      case "Returning Series" -> MediaStatus.RELEASING;
      case "Rumored", "Planned", "In Production", "Post Production", "Pilot" ->
          MediaStatus.NOT_YET_RELEASED;
      case "Canceled" -> MediaStatus.CANCELLED;
      default -> null;
    };
  }

  private static @Nullable Integer episodeMinutes(Json body) {
    for (Json minutes : body.list("episode_run_time")) {
      if (minutes.node().canConvertToInt() && minutes.node().intValue() > 0) {
        return minutes.node().intValue();
      }
    }
    return body.at("last_episode_to_air").positive("runtime");
  }

  private static @Nullable NextEpisode nextEpisode(Json episode) {
    PartialDate date = PartialDate.parse(episode.text("air_date"));
    if (date == null || date.month() == null || date.day() == null) {
      return null;
    }
    LocalDate day = LocalDate.of(date.year(), date.month(), date.day());
    return new NextEpisode(
        episode.positive("episode_number"), day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  /** Finer labels; a film has them under another name than a series. */
  private static List<String> keywords(Json body) {
    Json keywords = body.at("keywords");
    List<String> ofFilm = keywords.texts("keywords", "name");
    return ofFilm.isEmpty() ? keywords.texts("results", "name") : ofFilm;
  }

  /** The first logo in the language, or else in English. */
  private static @Nullable String logo(Json body, LanguageTag language, TmdbImages images) {
    List<Json> logos = body.at("images").list("logos");
    return Stream.of(language, LanguageTag.ENGLISH)
        .flatMap(
            each -> logos.stream().filter(logo -> each.language().equals(logo.text("iso_639_1"))))
        .map(logo -> images.logo(logo.text("file_path")))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static List<String> studios(Json body) {
    Set<String> studios = new LinkedHashSet<>(body.texts("production_companies", "name"));
    studios.addAll(body.texts("networks", "name"));
    return List.copyOf(studios);
  }

  private static Map<String, String> externalIds(Json body) {
    Map<String, String> ids = new LinkedHashMap<>();
    Json external = body.at("external_ids");
    put(ids, "imdb", body.text("imdb_id"));
    ID_SITES.forEach(site -> put(ids, site, external.text(site + "_id")));
    Integer tvdb = external.positive("tvdb_id");
    put(ids, "tvdb", tvdb == null ? null : tvdb.toString());
    return ids;
  }

  private static void put(Map<String, String> ids, String site, @Nullable String id) {
    if (id != null) {
      ids.put(site, id);
    }
  }

  private static List<Link> links(Json body, MediaKind kind) {
    List<Link> links = new ArrayList<>();
    String type = kind == MediaKind.MOVIE ? "movie" : "tv";
    links.add(new Link("TMDB", "https://www.themoviedb.org/" + type + "/" + body.positive("id")));
    String homepage = body.text("homepage");
    if (homepage != null && homepage.matches("https?://.+")) {
      links.add(new Link("Homepage", homepage));
    }
    return links;
  }

  private static @Nullable String country(Json body) {
    List<String> origin = body.texts("origin_country");
    if (!origin.isEmpty()) {
      return origin.get(0);
    }
    List<Json> producers = body.list("production_countries");
    return producers.isEmpty() ? null : producers.get(0).text("iso_3166_1");
  }

  /** A trailer before a teaser, an official one before another. */
  private static @Nullable Trailer trailer(Json videos) {
    return videos.list("results").stream()
        .filter(video -> rank(video) > 0)
        .max(Comparator.comparingInt(TmdbDetails::rank))
        .map(
            video -> new Trailer("youtube", "https://www.youtube.com/watch?v=" + video.text("key")))
        .orElse(null);
  }

  private static int rank(Json video) {
    String key = video.text("key");
    boolean youtube = "YouTube".equals(video.text("site"));
    if (!youtube || key == null || !key.matches("[A-Za-z0-9_-]{1,64}")) {
      return 0;
    }
    int official = video.isTrue("official") ? 1 : 0;
    String type = video.text("type");
    return switch (type == null ? "" : type) {
      case "Trailer" -> 3 + official;
      case "Teaser" -> 1 + official;
      default -> 0;
    };
  }
}
