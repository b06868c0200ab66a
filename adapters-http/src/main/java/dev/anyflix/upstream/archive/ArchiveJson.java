package dev.anyflix.upstream.archive;

import dev.anyflix.domain.media.Images;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Title;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.PlainText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Translates what the Internet Archive's search finds into the media model. */
final class ArchiveJson {

  static final String SOURCE = "archive";
  static final int PER_PAGE = 20;

  /** Where people find what the Internet Archive keeps. */
  private static final String SITE = "https://archive.org/";

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,100}");

  /** Fields of which only one value is used, although any field may hold a list. */
  static final Set<String> SINGLES =
      Set.of(
          "identifier",
          "mediatype",
          "licenseurl",
          "year",
          "date",
          "runtime",
          "downloads",
          "avg_rating",
          "num_reviews");

  private static final Set<String> PICTURES =
      Set.of("Item Tile", "Item Image", "Thumbnail", "JPEG Thumb");

  private ArchiveJson() {}

  /** The status that a body tells: what is unknown or withdrawn is answered with success. */
  static int status(int http, Json body) {
    if (http != 200 || !body.isObject()) {
      return http;
    }
    if (body.node().isEmpty() || body.isTrue("is_dark")) {
      return 404;
    }
    return body.at("error").isPresent() ? 502 : 200;
  }

  static MediaSourceException notFound() {
    return new MediaSourceException(Kind.NOT_FOUND, "Internet Archive has no such title.");
  }

  static boolean isIdentifier(@Nullable String text) {
    return text != null && IDENTIFIER.matcher(text).matches();
  }

  /** Whether it is a film, and can be told by its identifier. */
  static boolean isFilm(Json item) {
    return "movies".equals(item.text("mediatype")) && isIdentifier(item.text("identifier"));
  }

  /**
   * A page of films; all else in it is left out.
   *
   * @param host the address that serves pictures
   */
  static MediaPage page(Json body, int page, HttpUrl host) {
    Json response = body.at("response");
    if (!response.at("docs").isArray()) {
      throw new IllegalArgumentException("no page");
    }
    List<Media> items = new ArrayList<>();
    for (Json each : response.list("docs")) {
      Json doc = each.withSingles(SINGLES);
      if (isFilm(doc)) {
        items.add(
            basics(doc, words(doc, "format"), host)
                .score(score(doc))
                .popularity(doc.numeric("downloads"))
                .build());
      }
    }
    Double found = response.numeric("numFound");
    boolean more =
        found != null && (double) page * PER_PAGE < found && page < ArchiveHttpProvider.LAST_PAGE;
    Integer total =
        found == null || found < 0 || found > Integer.MAX_VALUE
            ? null
            : Integer.valueOf(found.intValue());
    return new MediaPage(items, page, PER_PAGE, more, total);
  }

  /**
   * What search and metadata tell alike.
   *
   * @param formats the formats of its files, which tell whether there is a picture
   * @param host the address that serves pictures
   */
  static MediaBuilder basics(Json item, Collection<String> formats, HttpUrl host) {
    String identifier = Objects.requireNonNull(item.text("identifier"));
    String title =
        words(item, "title").stream()
            .map(PlainText::ofHtml)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" / "));
    PartialDate start = startDate(item);
    boolean pictured = formats.stream().anyMatch(PICTURES::contains);
    HttpUrl picture = host.newBuilder().addPathSegments("services/img/" + identifier).build();
    return Media.builder(
            SOURCE + ":" + identifier,
            SOURCE,
            identifier,
            MediaKind.MOVIE,
            Title.of(title.isEmpty() ? identifier : title))
        .format(MediaFormat.MOVIE)
        .year(start == null ? null : start.year())
        .startDate(start)
        .tags(tags(item))
        .description(PlainText.ofHtml(String.join("\n", item.multilines("description"))))
        .images(pictured ? new Images(picture.toString(), null, null) : Images.NONE)
        .studios(words(item, "creator"))
        .links(links(item, identifier));
  }

  /** The texts of a field that holds one or several. */
  static List<String> words(Json item, String field) {
    return item.textOrTexts(field);
  }

  /** The search makes the first of January of a year. */
  private static @Nullable PartialDate startDate(Json item) {
    List<String> dates = words(item, "date");
    String date = dates.isEmpty() ? null : dates.get(0);
    if (date != null && date.endsWith("-01-01T00:00:00Z")) {
      date = date.substring(0, date.indexOf('-'));
    }
    PartialDate exact = PartialDate.parse(date);
    Double year = item.numeric("year");
    return exact != null || year == null ? exact : PartialDate.ofParts(year.intValue(), null, null);
  }

  private static List<String> tags(Json item) {
    return words(item, "subject").stream()
        .flatMap(subjects -> Stream.of(subjects.split(";", -1)))
        .map(String::strip)
        .filter(subject -> !subject.isEmpty())
        .distinct()
        .toList();
  }

  /** One to five stars. */
  private static @Nullable Double score(Json doc) {
    Double stars = doc.numeric("avg_rating");
    Double reviews = doc.numeric("num_reviews");
    if (stars == null || stars <= 0 || stars > 5 || reviews == null || reviews < 1) {
      return null;
    }
    return Math.round(stars * 200) / 10.0;
  }

  private static List<Link> links(Json item, String identifier) {
    List<Link> links = new ArrayList<>();
    links.add(new Link("Internet Archive", SITE + "details/" + identifier));
    String license = item.text("licenseurl");
    if (license != null && license.matches("https?://.+")) {
      links.add(new Link("License", license));
    }
    return links;
  }
}
