package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

/** TMDB's REST API for configuration, searches and details. Accepts any key. */
final class TmdbEndpoint implements Endpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern SEARCH = Pattern.compile("/search/(multi|movie|tv)");
  private static final Pattern ALTERNATIVE_TITLES =
      Pattern.compile("/(?:movie|tv)/\\d{1,9}/alternative_titles");
  private static final Pattern DETAILS = Pattern.compile("/(movie|tv)/(\\d{1,9})");
  private static final int PAGE_SIZE = 20;
  private static final int MAX_PAGE = 500;

  private final String root;
  private final WorkCatalogue catalogue;
  private final WorkJson json;

  /**
   * Creates the endpoint.
   *
   * @param root the path under which it is served
   * @param catalogue the films, series and people that it serves
   */
  TmdbEndpoint(String root, WorkCatalogue catalogue) {
    this.root = root;
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
    if (ALTERNATIVE_TITLES.matcher(path).matches()) {
      return Reply.json(200, JSON.objectNode().set("titles", JSON.arrayNode()));
    }
    Matcher details = DETAILS.matcher(path);
    if (details.matches()) {
      Set<String> parts =
          new TreeSet<>(List.of(query.getOrDefault("append_to_response", "").split(",", -1)));
      return catalogue
          .find(new Work.Key(details.group(1), Integer.parseInt(details.group(2))))
          .map(work -> Reply.json(200, json.details(work, parts)))
          .orElseGet(TmdbEndpoint::notFound);
    }
    return notFound();
  }

  private static boolean hasKey(Request request, Map<String, String> query) {
    String bearer = request.headers().getFirst("Authorization");
    return !query.getOrDefault("api_key", "").isBlank()
        || (bearer != null && bearer.startsWith("Bearer ") && bearer.length() > 7);
  }

  private Reply search(String type, Map<String, String> query) {
    int page = page(query.getOrDefault("page", "1"));
    if (page < 1 || page > MAX_PAGE) {
      return error(
          400,
          22,
          "Invalid page: Pages start at 1 and max at 500. They are expected to be an integer.");
    }
    List<ObjectNode> found = found(type, query);
    ObjectNode body = JSON.objectNode().put("page", page);
    ArrayNode results = body.putArray("results");
    found.stream().skip((page - 1L) * PAGE_SIZE).limit(PAGE_SIZE).forEach(results::add);
    body.put("total_pages", Math.max(1, (found.size() + PAGE_SIZE - 1) / PAGE_SIZE));
    body.put("total_results", found.size());
    return Reply.json(200, body);
  }

  private List<ObjectNode> found(String type, Map<String, String> query) {
    SearchText text = new SearchText(query.getOrDefault("query", ""));
    String year = query.getOrDefault("year", query.getOrDefault("first_air_date_year", ""));
    Stream<ObjectNode> works =
        catalogue.all().stream()
            .filter(work -> type.equals("multi") || type.equals(work.key().kind()))
            .filter(work -> year.isEmpty() || year.equals(Integer.toString(work.date().getYear())))
            .filter(work -> text.score(work.names()) > 0)
            .sorted(
                Comparator.comparingInt((Work work) -> -text.score(work.names()))
                    .thenComparing(Comparator.comparingInt(Work::votes).reversed()))
            .map(json::brief);
    Stream<ObjectNode> people =
        catalogue.people().stream()
            .filter(person -> type.equals("multi"))
            .filter(person -> text.score(List.of(person.name())) > 0)
            .map(json::person);
    return Stream.concat(people, works).toList();
  }

  private static int page(String text) {
    return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
  }

  private static ObjectNode configuration() {
    ObjectNode body = JSON.objectNode();
    ObjectNode images = body.putObject("images");
    images.put("base_url", "http://image.tmdb.org/t/p/");
    images.put("secure_base_url", "https://image.tmdb.org/t/p/");
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
