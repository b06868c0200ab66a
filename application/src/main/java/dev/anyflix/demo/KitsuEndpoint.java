package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Kitsu's JSON:API for anime. Answers hold all attributes and related resources, whatever the
 * request selects.
 */
final class KitsuEndpoint implements Endpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern ONE = Pattern.compile("/anime/(\\d{1,9})");
  private static final Pattern EPISODES = Pattern.compile("(?:/anime/(\\d{1,9}))?/episodes");
  private static final int MAX_PAGE_SIZE = 20;

  private final String root;
  private final AnimeCatalogue catalogue;
  private final AnimeResource resource;

  /**
   * Creates the endpoint.
   *
   * @param root the path under which it is served
   * @param catalogue the anime that it serves
   * @param pictures the addresses of their pictures
   */
  KitsuEndpoint(String root, AnimeCatalogue catalogue, PictureUrls pictures) {
    this.root = root;
    this.catalogue = catalogue;
    this.resource = new AnimeResource(catalogue, pictures);
  }

  @Override
  public Reply answer(Request request) {
    if (!request.method().equals("GET")) {
      return failure(405, "Method Not Allowed").with(Map.of("Allow", "GET"));
    }
    String path = request.uri().getPath().substring(root.length());
    if (path.equals("/anime")) {
      return list(request.query());
    }
    if (path.equals("/mappings")) {
      return mappings(request.query());
    }
    Matcher episodes = EPISODES.matcher(path);
    if (episodes.matches()) {
      String id = episodes.group(1);
      return episodes(id == null ? request.query().get("filter[mediaId]") : id, request.query());
    }
    Matcher one = ONE.matcher(path);
    return one.matches()
        ? catalogue
            .find(Integer.parseInt(one.group(1)))
            .map(anime -> Reply.json(200, resource.document(anime)))
            .orElseGet(() -> failure(404, "Record not found"))
        : failure(404, "Record not found");
  }

  private Reply list(Map<String, String> query) {
    int limit = Endpoint.number(query.get("page[limit]"), 10);
    int offset = Endpoint.number(query.get("page[offset]"), 0);
    if (limit < 1 || limit > MAX_PAGE_SIZE || offset < 0) {
      return failure(400, "Invalid page value");
    }
    List<Anime> found = found(query);
    List<ObjectNode> items = found.stream().map(resource::brief).toList();
    ArrayNode included = JSON.arrayNode();
    IntStream.range(offset, Math.min(found.size(), offset + limit))
        .forEach(i -> resource.includeMappings(items.get(i), found.get(i), included));
    ObjectNode page = page("/anime", items, limit, offset);
    page.set("included", included);
    return Reply.json(200, page);
  }

  /** The mappings of one id of another site; only filtered requests are answered. */
  private Reply mappings(Map<String, String> query) {
    String site = query.getOrDefault("filter[externalSite]", "");
    String id = query.getOrDefault("filter[externalId]", "");
    return Reply.json(
        200,
        resource.mappings(
            site,
            id,
            catalogue.all().stream()
                .filter(anime -> id.equals(AnimeResource.externalIds(anime).get(site)))
                .toList()));
  }

  private Reply episodes(@Nullable String id, Map<String, String> query) {
    int limit = Endpoint.number(query.get("page[limit]"), 10);
    int offset = Endpoint.number(query.get("page[offset]"), 0);
    if (limit < 1 || limit > MAX_PAGE_SIZE) {
      return failure(400, "Invalid page value");
    }
    Optional<Anime> anime = catalogue.find(Endpoint.number(id, 0));
    int count = anime.map(Anime::episodes).orElse(0);
    List<ObjectNode> all =
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> resource.episode(anime.orElseThrow(), number))
            .toList();
    return Reply.json(200, page("/anime/" + id + "/episodes", all, limit, offset));
  }

  private ObjectNode page(String path, List<ObjectNode> found, int limit, int offset) {
    ObjectNode body = JSON.objectNode();
    ArrayNode data = body.putArray("data");
    found.stream().skip(offset).limit(limit).forEach(data::add);
    body.putObject("meta").put("count", found.size());
    ObjectNode links = body.putObject("links");
    if (offset + limit < found.size()) {
      links.put(
          "next", root + path + "?page[limit]=" + limit + "&page[offset]=" + (offset + limit));
    }
    return body;
  }

  private List<Anime> found(Map<String, String> query) {
    boolean isCurrent = query.getOrDefault("filter[status]", "").equals("current");
    SearchText text = new SearchText(query.getOrDefault("filter[text]", ""));
    Comparator<Anime> popular = Comparator.comparingInt(Anime::popularity).reversed();
    Comparator<Anime> order =
        query.getOrDefault("sort", "").equals("-createdAt")
            ? Comparator.comparing(Anime::start).reversed()
            : Comparator.comparingInt((Anime anime) -> -text.score(anime.names()))
                .thenComparing(popular);
    return catalogue.all().stream()
        .filter(anime -> !isCurrent || anime.status().equals("RELEASING"))
        .filter(anime -> text.isBlank() || text.score(anime.names()) > 0)
        .sorted(order)
        .toList();
  }

  @Override
  public Reply failure(int status, String message) {
    ObjectNode body = JSON.objectNode();
    String text = Integer.toString(status);
    body.putArray("errors").addObject().put("title", message).put("code", text).put("status", text);
    return Reply.json(status, body);
  }

  @Override
  public boolean sendsRateLimitHeaders() {
    return false;
  }
}
