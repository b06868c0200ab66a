package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Internet Archive's search and metadata API. Of a search only the quoted words of the title
 * are used. Answers hold all fields, whatever the request selects.
 */
final class ArchiveEndpoint implements Endpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern TITLE = Pattern.compile("title:\\((.*)\\)");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final String LICENSE = "http://creativecommons.org/publicdomain/mark/1.0/";
  private static final int DEFAULT_ROWS = 50;

  private final String root;
  private final List<ArchiveFilm> films;

  /**
   * Creates the endpoint.
   *
   * @param root the path under which it is served
   * @param films the films that it serves
   */
  ArchiveEndpoint(String root, List<ArchiveFilm> films) {
    this.root = root;
    this.films = films;
  }

  @Override
  public Reply answer(Request request) {
    if (!request.method().equals("GET")) {
      return failure(405, "Method Not Allowed").with(Map.of("Allow", "GET"));
    }
    String path = request.uri().getPath().substring(root.length());
    if (path.equals("/advancedsearch.php")) {
      return Reply.json(200, search(request.query()));
    }
    if (path.startsWith("/metadata/")) {
      return Reply.json(200, metadata(path.substring("/metadata/".length())));
    }
    return Reply.html(404, "404 Not Found");
  }

  private ObjectNode search(Map<String, String> query) {
    int rows = Endpoint.number(query.get("rows"), DEFAULT_ROWS);
    int start = Math.max(0, Endpoint.number(query.get("page"), 1) - 1) * rows;
    List<ArchiveFilm> found =
        titled(query.getOrDefault("q", ""))
            .sorted(order(query.getOrDefault("sort[]", "downloads desc")))
            .toList();
    ObjectNode body = JSON.objectNode();
    ObjectNode response = body.putObject("response");
    response.put("numFound", found.size()).put("start", start);
    ArrayNode docs = response.putArray("docs");
    found.stream().skip(start).limit(rows).forEach(film -> docs.add(doc(film)));
    return body;
  }

  private Stream<ArchiveFilm> titled(String query) {
    Matcher title = TITLE.matcher(query);
    if (!title.find()) {
      return films.stream();
    }
    String words =
        QUOTED
            .matcher(title.group(1))
            .results()
            .map(word -> word.group(1))
            .collect(Collectors.joining(" "));
    SearchText text = new SearchText(words);
    return films.stream().filter(film -> text.score(List.of(film.title())) > 0);
  }

  private static Comparator<ArchiveFilm> order(String sort) {
    return sort.startsWith("publicdate")
        ? Comparator.comparing(ArchiveFilm::added).reversed()
        : Comparator.comparingInt(ArchiveFilm::downloads).reversed();
  }

  private static ObjectNode doc(ArchiveFilm film) {
    return basics(film)
        .put("year", film.year())
        .put("downloads", film.downloads())
        .put("avg_rating", film.stars())
        .put("num_reviews", film.reviews())
        .put("publicdate", film.added() + "T00:00:00Z")
        .set("format", JSON.arrayNode().add("Item Tile").add("h.264"));
  }

  private static ObjectNode basics(ArchiveFilm film) {
    ObjectNode basics =
        JSON.objectNode()
            .put("identifier", film.identifier())
            .put("mediatype", "movies")
            .put("title", film.title())
            .put("description", film.description())
            .put("date", film.date())
            .put("creator", film.creator())
            .put("licenseurl", LICENSE);
    film.subjects().forEach(basics.putArray("subject")::add);
    return basics;
  }

  /** The metadata of an item; an empty object with status 200 for an unknown one. */
  private ObjectNode metadata(String identifier) {
    ObjectNode body = JSON.objectNode();
    films.stream()
        .filter(film -> film.identifier().equals(identifier))
        .findFirst()
        .ifPresent(
            film -> {
              body.set("metadata", basics(film));
              ArrayNode files = body.putArray("files");
              files.addObject().put("name", "__ia_thumb.jpg").put("format", "Item Tile");
              files.add(file(film, "mp4", "h.264", 480, 5_000_000));
              files.add(file(film, "ogv", "Ogg Video", 304, 3_000_000));
              body.putArray("reviews").addObject().put("stars", Double.toString(film.stars()));
            });
    return body;
  }

  /** A file of a film; numbers are strings, as in the real API. */
  private static ObjectNode file(
      ArchiveFilm film, String extension, String format, int height, int bytesPerMinute) {
    return JSON.objectNode()
        .put("name", film.identifier() + "." + extension)
        .put("format", format)
        .put("height", Integer.toString(height))
        .put("length", Integer.toString(film.minutes() * 60))
        .put("size", Long.toString((long) film.minutes() * bytesPerMinute));
  }

  @Override
  public Reply failure(int status, String message) {
    return Reply.json(status, JSON.objectNode().put("error", message));
  }

  @Override
  public boolean sendsRateLimitHeaders() {
    return false;
  }
}
