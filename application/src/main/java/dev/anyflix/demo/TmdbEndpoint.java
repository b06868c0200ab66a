package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * TMDB's REST API for configuration, genres, searches, lists, details, seasons and collections.
 * Accepts any key.
 */
final class TmdbEndpoint implements Endpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern SEARCH = Pattern.compile("/search/(multi|movie|tv)");
  private static final Pattern ALTERNATIVE_TITLES =
      Pattern.compile("/(?:movie|tv)/\\d{1,9}/alternative_titles");
  private static final Pattern DETAILS = Pattern.compile("/(movie|tv)/(\\d{1,9})");
  private static final Pattern TRENDING = Pattern.compile("/trending/(all|movie|tv)/(day|week)");
  private static final Pattern LIST =
      Pattern.compile(
          "/(?:(movie)/(popular|top_rated|upcoming|now_playing)"
              + "|(tv)/(popular|top_rated|on_the_air|airing_today))");
  private static final Pattern DISCOVER = Pattern.compile("/discover/(movie|tv)");
  private static final Pattern GENRES = Pattern.compile("/genre/(movie|tv)/list");
  private static final Pattern SEASON = Pattern.compile("/tv/(\\d{1,9})/season/(\\d{1,3})");
  private static final Pattern COLLECTION = Pattern.compile("/collection/(\\d{1,9})");
  private static final Pattern FIND = Pattern.compile("/find/(\\w{1,20})");
  private static final int PAGE_SIZE = 20;
  private static final int MAX_PAGE = 500;

  private final String root;
  private final WorkCatalogue catalogue;
  private final WorkJson json;
  private final PictureUrls pictures;
  private final Clock clock;

  /**
   * Creates the endpoint.
   *
   * @param root the path under which it is served
   * @param catalogue the films, series and people that it serves
   * @param pictures the addresses of their pictures
   */
  TmdbEndpoint(String root, WorkCatalogue catalogue, PictureUrls pictures, Clock clock) {
    this.root = root;
    this.pictures = pictures;
    this.clock = clock;
    this.catalogue = catalogue;
    this.json = new WorkJson(catalogue);
  }

  @Override
  public Reply answer(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return error(405, 8, "Invalid method for this service.").with(Map.of("Allow", "GET"));
    }
    Map<String, String> query = request.query();
    if (!hasKey(request, query)) {
      return error(401, 7, "Invalid API key: You must be granted a valid key.");
    }
    Reply reply = route(request.uri().getPath().substring(root.length()), query);
    return reply.status() == 200 ? revalidated(request, reply) : reply;
  }

  private Reply route(String path, Map<String, String> query) {
    if (path.equals("/configuration")) {
      return Reply.json(200, configuration());
    }
    Matcher search = SEARCH.matcher(path);
    if (search.matches()) {
      return search(search.group(1), query);
    }
    String language = language(query);
    Matcher trending = TRENDING.matcher(path);
    if (trending.matches()) {
      boolean day = trending.group(2).equals("day");
      return page(works().trending(trending.group(1), day), query);
    }
    Matcher list = LIST.matcher(path);
    if (list.matches()) {
      return list.group(1) != null
          ? page(works().list("movie", list.group(2)), query)
          : page(works().list("tv", list.group(4)), query);
    }
    Matcher discover = DISCOVER.matcher(path);
    if (discover.matches()) {
      return discover(discover.group(1), query);
    }
    Matcher genres = GENRES.matcher(path);
    if (genres.matches()) {
      return Reply.json(200, genres(genres.group(1).equals("movie")));
    }
    Matcher season = SEASON.matcher(path);
    if (season.matches()) {
      return catalogue
          .find(new Work.Key("tv", Integer.parseInt(season.group(1))))
          .flatMap(series -> json.season(series, Integer.parseInt(season.group(2))))
          .map(body -> Reply.json(200, body))
          .orElseGet(TmdbEndpoint::notFound);
    }
    Matcher collection = COLLECTION.matcher(path);
    if (collection.matches()) {
      return catalogue
          .collection(Integer.parseInt(collection.group(1)))
          .map(found -> Reply.json(200, json.collection(found, language)))
          .orElseGet(TmdbEndpoint::notFound);
    }
    Matcher find = FIND.matcher(path);
    if (find.matches()) {
      return Reply.json(200, find(find.group(1), language));
    }
    if (ALTERNATIVE_TITLES.matcher(path).matches()) {
      return Reply.json(200, JSON.objectNode().set("titles", JSON.arrayNode()));
    }
    Matcher details = DETAILS.matcher(path);
    if (details.matches()) {
      Set<String> parts =
          new TreeSet<>(List.of(query.getOrDefault("append_to_response", "").split(",", -1)));
      return catalogue
          .find(new Work.Key(details.group(1), Integer.parseInt(details.group(2))))
          .map(work -> Reply.json(200, json.details(work, parts, language)))
          .orElseGet(TmdbEndpoint::notFound);
    }
    return notFound();
  }

  private static boolean hasKey(Request request, Map<String, String> query) {
    String bearer = request.headers().getFirst("Authorization");
    return !query.getOrDefault("api_key", "").isBlank()
        || (bearer != null && bearer.startsWith("Bearer ") && bearer.length() > 7);
  }

  private static String language(Map<String, String> query) {
    String tag = query.getOrDefault("language", "");
    return tag.length() < 2 ? "en" : tag.substring(0, 2);
  }

  private WorkQuery works() {
    return new WorkQuery(catalogue.all(), LocalDate.now(clock));
  }

  private Reply discover(String kind, Map<String, String> query) {
    try {
      return page(works().discover(kind, query), query);
    } catch (NumberFormatException | DateTimeParseException e) {
      return error(422, 47, "The input is not valid.");
    }
  }

  private static ObjectNode genres(boolean films) {
    ObjectNode body = JSON.objectNode();
    ArrayNode genres = body.putArray("genres");
    TmdbGenres.names(films)
        .forEach(name -> genres.addObject().put("id", TmdbGenres.id(name)).put("name", name));
    return body;
  }

  /** The works with an IMDb id. */
  private ObjectNode find(String id, String language) {
    ObjectNode body = JSON.objectNode();
    for (String kind : List.of("movie", "tv", "person", "tv_episode", "tv_season")) {
      ArrayNode results = body.putArray(kind + "_results");
      catalogue.all().stream()
          .filter(work -> work.imdb().equals(id) && work.key().kind().equals(kind))
          .forEach(work -> results.add(json.brief(work, language)));
    }
    return body;
  }

  private Reply search(String type, Map<String, String> query) {
    return pageOf(found(type, query), query);
  }

  private Reply page(List<Work> found, Map<String, String> query) {
    String language = language(query);
    return pageOf(found.stream().map(work -> json.brief(work, language)).toList(), query);
  }

  private static Reply pageOf(List<ObjectNode> found, Map<String, String> query) {
    int page = page(query.getOrDefault("page", "1"));
    if (page < 1 || page > MAX_PAGE) {
      return error(
          400,
          22,
          "Invalid page: Pages start at 1 and max at 500. They are expected to be an integer.");
    }
    ObjectNode body = JSON.objectNode().put("page", page);
    ArrayNode results = body.putArray("results");
    found.stream().skip((page - 1L) * PAGE_SIZE).limit(PAGE_SIZE).forEach(results::add);
    body.put("total_pages", Math.max(1, (found.size() + PAGE_SIZE - 1) / PAGE_SIZE));
    body.put("total_results", found.size());
    return Reply.json(200, body);
  }

  private List<ObjectNode> found(String type, Map<String, String> query) {
    SearchText text = new SearchText(query.getOrDefault("query", ""));
    String language = language(query);
    String year = query.getOrDefault("year", query.getOrDefault("first_air_date_year", ""));
    Stream<ObjectNode> works =
        catalogue.all().stream()
            .filter(work -> type.equals("multi") || type.equals(work.key().kind()))
            .filter(work -> year.isEmpty() || year.equals(Integer.toString(work.date().getYear())))
            .filter(work -> text.score(work.names()) > 0)
            .sorted(
                Comparator.comparingInt((Work work) -> -text.score(work.names()))
                    .thenComparing(Comparator.comparingInt(Work::votes).reversed()))
            .map(work -> json.brief(work, language));
    Stream<ObjectNode> people =
        catalogue.people().stream()
            .filter(person -> type.equals("multi"))
            .filter(person -> text.score(List.of(person.name())) > 0)
            .map(person -> json.person(person, language));
    return Stream.concat(people, works).toList();
  }

  private static int page(String text) {
    return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
  }

  private ObjectNode configuration() {
    ObjectNode body = JSON.objectNode();
    ObjectNode images = body.putObject("images");
    images.put("base_url", pictures.base() + "/");
    images.put("secure_base_url", pictures.base() + "/");
    Map.of(
            "backdrop_sizes", "w300,w780,w1280,original",
            "logo_sizes", "w45,w92,w154,w185,w300,w500,original",
            "poster_sizes", "w92,w154,w185,w342,w500,w780,original",
            "profile_sizes", "w45,w185,h632,original",
            "still_sizes", "w92,w185,w300,original")
        .forEach(
            (kind, sizes) ->
                Arrays.stream(sizes.split(",", -1)).forEach(images.withArray(kind)::add));
    body.putArray("change_keys");
    return body;
  }

  private static Reply revalidated(Request request, Reply reply) {
    String tag = "W/\"" + hash(reply.body()) + "\"";
    String known = request.headers().getFirst("If-None-Match");
    boolean same =
        known != null
            && Arrays.stream(known.split(",", -1)).map(String::strip).anyMatch(tag::equals);
    return same ? new Reply(304, Map.of("ETag", tag), "") : reply.with(Map.of("ETag", tag));
  }

  private static String hash(String body) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply notFound() {
    return error(404, 34, "The resource you requested could not be found.");
  }

  @Override
  public Reply failure(int status, String message) {
    return error(status, status == 429 ? 25 : 11, message);
  }

  @Override
  public boolean sendsRateLimitHeaders() {
    return false;
  }

  private static Reply error(int status, int code, @Nullable String message) {
    return Reply.json(
        status,
        JSON.objectNode()
            .put("success", false)
            .put("status_code", code)
            .put("status_message", message));
  }
}
