package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.CollectionRef;
import dev.anyflix.domain.media.Genre;
import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.Images;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaCollection;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Translates TMDB's configuration and lists into the media model. */
final class TmdbJson {

  static final int PER_PAGE = 20;
  private static final String COLLECTION = "tmdb:collection:";

  private TmdbJson() {}

  /**
   * The status of an error envelope, which may come with HTTP 200. HTTP 403 without the code of a
   * refused key is an outage: TMDB's network refuses the request, not TMDB.
   */
  static int status(int http, Json body) {
    if (http == 403) {
      return codeStatus(body) == 401 ? 401 : 403;
    }
    return http == 200 && Boolean.FALSE.equals(body.flag("success")) ? codeStatus(body) : http;
  }

  private static int codeStatus(Json body) {
    Integer code = body.integer("status_code");
    return switch (code == null ? 0 : code) {
      case 6, 34 -> 404;
      case 3, 7, 10, 14, 33, 35, 36 -> 401;
      case 5, 18, 20, 22, 23, 27, 28 -> 400;
      case 25 -> 429;
      case 9, 43, 46 -> 503;
      default -> 502;
    };
  }

  static ImageConfiguration configuration(Json body) {
    Json images = body.at("images");
    String base = images.text("base_url");
    String secure = images.text("secure_base_url");
    if (!isAddress(base) || !isAddress(secure)) {
      throw new IllegalArgumentException("no addresses");
    }
    return new ImageConfiguration(
        withSlash(base),
        withSlash(secure),
        images.texts("poster_sizes"),
        images.texts("backdrop_sizes"),
        images.texts("profile_sizes"),
        images.texts("logo_sizes"),
        images.texts("still_sizes"));
  }

  private static boolean isAddress(@Nullable String text) {
    return text != null && text.matches("https?://.+");
  }

  private static String withSlash(@Nullable String address) {
    return address == null || address.endsWith("/") ? String.valueOf(address) : address + "/";
  }

  /** The genres of films or of series; those without a name are left out. */
  static List<Genre> genres(Json body) {
    if (!body.at("genres").isArray()) {
      throw new IllegalArgumentException("no list of genres");
    }
    List<Genre> genres = new ArrayList<>();
    for (Json genre : body.list("genres")) {
      Integer id = genre.positive("id");
      String name = genre.text("name");
      if (id != null && name != null) {
        genres.add(new Genre(id, name));
      }
    }
    return genres;
  }

  /**
   * A page of films and series; other results are left out.
   *
   * @param type the type of all results, or null when each tells its own
   */
  static MediaPage page(Json body, @Nullable MediaKind type, int page, TmdbContext context) {
    List<Media> items = items(body, "results", type, context);
    Integer pages = body.integer("total_pages");
    boolean more = pages != null && page < Math.min(pages, TmdbSearch.MAX_PAGE);
    Integer total = body.integer("total_results");
    return new MediaPage(items, page, PER_PAGE, more, total == null || total < 0 ? null : total);
  }

  /** The films and series with the id of another site, films first. */
  static MediaPage findings(Json body, TmdbContext context) {
    List<Media> items = new ArrayList<>(items(body, "movie_results", MediaKind.MOVIE, context));
    items.addAll(items(body, "tv_results", MediaKind.SERIES, context));
    if (items.isEmpty()) {
      throw new MediaSourceException(Kind.NOT_FOUND, "TMDB has no title with this id.");
    }
    return new MediaPage(items, 1, PER_PAGE, false, items.size());
  }

  private static List<Media> items(
      Json body, String field, @Nullable MediaKind type, TmdbContext context) {
    if (!body.at(field).isArray()) {
      throw new IllegalArgumentException("no page");
    }
    List<Media> items = new ArrayList<>();
    for (Json result : body.list(field)) {
      MediaKind kind = kind(result, type);
      if (kind != null && result.positive("id") != null) {
        items.add(basics(result, kind, context).genres(context.genreNames(result, kind)).build());
      }
    }
    return items;
  }

  /** The titles of a film ("titles") or of a series ("results"). */
  static List<String> alternativeTitles(Json body) {
    String field = body.at("titles").isArray() ? "titles" : "results";
    if (!body.at(field).isArray()) {
      throw new IllegalArgumentException("no list of titles");
    }
    return body.texts(field, "title");
  }

  /** A collection with its films. */
  static MediaCollection collection(Json body, int requestedId, TmdbContext context) {
    Integer id = body.positive("id");
    String name = body.text("name");
    if (id == null || id != requestedId || name == null || !body.at("parts").isArray()) {
      throw new IllegalArgumentException("another collection than requested");
    }
    List<Media> films = new ArrayList<>();
    for (Json part : body.list("parts")) {
      MediaKind kind = kind(part, MediaKind.MOVIE);
      if (kind != null && part.positive("id") != null) {
        films.add(basics(part, kind, context).genres(context.genreNames(part, kind)).build());
      }
    }
    films.sort(Comparator.comparing(TmdbJson::startText));
    return new MediaCollection(
        COLLECTION + id,
        name,
        PlainText.ofHtml(body.multiline("overview")),
        context.images().poster(body.text("poster_path")),
        context.images().backdrop(body.text("backdrop_path")),
        films);
  }

  /** Sorts by date, with films without a date last. */
  private static String startText(Media media) {
    return media.startDate() == null ? "unknown" : media.startDate().toString();
  }

  /** The collection that a film belongs to. */
  static @Nullable CollectionRef collectionRef(Json collection) {
    Integer id = collection.positive("id");
    String name = collection.text("name");
    return id == null || name == null ? null : new CollectionRef(COLLECTION + id, name);
  }

  /** What lists and details tell alike. */
  static MediaBuilder basics(Json media, MediaKind kind, TmdbContext context) {
    PartialDate start = date(media, kind);
    List<String> countries = media.texts("origin_country");
    return Media.builder(
            id(media, kind), "tmdb", sourceId(media), kind, title(media, kind, context.language()))
        .format(format(kind))
        .year(start == null ? null : start.year())
        .startDate(start)
        .score(score(media))
        .popularity(media.number("popularity"))
        .adult(media.flag("adult"))
        .country(countries.isEmpty() ? null : countries.get(0))
        .description(PlainText.ofHtml(media.multiline("overview")))
        .images(images(media, null, context.images()));
  }

  /** The images of a title with the given logo. */
  static Images images(Json media, @Nullable String logo, TmdbImages images) {
    String poster = media.text("poster_path");
    String backdrop = media.text("backdrop_path");
    return new Images(
        images.poster(poster),
        images.backdrop(backdrop),
        logo,
        null,
        images.posters(poster),
        images.backdrops(backdrop));
  }

  /** Films and series like the one they are listed under. */
  static List<Related> related(Json page, MediaKind kindOfAll, TmdbImages images) {
    List<Related> related = new ArrayList<>();
    for (Json media : page.list("results")) {
      MediaKind kind = kind(media, kindOfAll);
      if (kind != null && media.positive("id") != null) {
        PartialDate start = date(media, kind);
        related.add(
            new Related(
                null,
                id(media, kind),
                preferred(media, kind),
                kind,
                format(kind),
                start == null ? null : start.year(),
                images.poster(media.text("poster_path"))));
      }
    }
    return related;
  }

  private static @Nullable MediaKind kind(Json media, @Nullable MediaKind otherwise) {
    String type = media.text("media_type");
    if (type == null) {
      return otherwise;
    }
    return switch (type) {
      case "movie" -> MediaKind.MOVIE;
      case "tv" -> MediaKind.SERIES;
      default -> null;
    };
  }

  private static String sourceId(Json media) {
    Integer id = media.positive("id");
    if (id == null) {
      throw new IllegalArgumentException("no id");
    }
    return id.toString();
  }

  private static String id(Json media, MediaKind kind) {
    return (kind == MediaKind.MOVIE ? "tmdb:movie:" : "tmdb:tv:") + sourceId(media);
  }

  private static MediaFormat format(MediaKind kind) {
    return kind == MediaKind.MOVIE ? MediaFormat.MOVIE : MediaFormat.TV;
  }

  private static @Nullable PartialDate date(Json media, MediaKind kind) {
    return PartialDate.parse(
        media.text(kind == MediaKind.MOVIE ? "release_date" : "first_air_date"));
  }

  /** TMDB repeats the original title where it knows none in the language that was asked for. */
  private static Title title(Json media, MediaKind kind, LanguageTag language) {
    String title = translated(media, kind);
    String original = original(media, kind);
    String english = "en".equals(media.text("original_language")) ? original : null;
    if (language.isEnglish() && title != null && !title.equals(original)) {
      english = title;
    }
    if (english == null) {
      english = TmdbText.englishTitle(media);
    }
    return new Title(preferred(media, kind), english, null, null, original);
  }

  private static String preferred(Json media, MediaKind kind) {
    String title = translated(media, kind);
    String preferred = title == null ? original(media, kind) : title;
    return Objects.requireNonNullElseGet(preferred, () -> id(media, kind));
  }

  private static @Nullable String translated(Json media, MediaKind kind) {
    return media.text(kind == MediaKind.MOVIE ? "title" : "name");
  }

  private static @Nullable String original(Json media, MediaKind kind) {
    return media.text(kind == MediaKind.MOVIE ? "original_title" : "original_name");
  }

  /** From 0 to 10 in TMDB; null without votes. */
  static @Nullable Double score(Json media) {
    Double average = media.number("vote_average");
    boolean voted = media.positive("vote_count") != null;
    return average == null || !voted || average < 0 || average > 10
        ? null
        : Math.round(average * 100) / 10.0;
  }
}
