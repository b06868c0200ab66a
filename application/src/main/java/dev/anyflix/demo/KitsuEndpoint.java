package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kitsu's JSON:API for anime. Answers hold all attributes and related resources, whatever the
 * request selects.
 */
final class KitsuEndpoint implements Endpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern ONE = Pattern.compile("/anime/(\\d{1,9})");
  private static final int MAX_PAGE_SIZE = 20;

  private final String root;
  private final AnimeCatalogue catalogue;
  private final AnimeResource resource;

  /**
   * Creates the endpoint.
   *
   * @param root the path under which it is served
   * @param catalogue the anime that it serves
   */
  KitsuEndpoint(String root, AnimeCatalogue catalogue) {
    this.root = root;
    this.catalogue = catalogue;
    this.resource = new AnimeResource(catalogue);
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
    ObjectNode body = JSON.objectNode();
    ArrayNode data = body.putArray("data");
    found.stream().skip(offset).limit(limit).forEach(anime -> data.add(resource.brief(anime)));
    body.putObject("meta").put("count", found.size());
    ObjectNode links = body.putObject("links");
    if (offset + limit < found.size()) {
      links.put("next", root + "/anime?page[limit]=" + limit + "&page[offset]=" + (offset + limit));
    }
    return Reply.json(200, body);
  }

  private List<Anime> found(Map<String, String> query) {
    SearchText text = new SearchText(query.getOrDefault("filter[text]", ""));
    Comparator<Anime> popular = Comparator.comparingInt(Anime::popularity).reversed();
    Comparator<Anime> order =
        query.getOrDefault("sort", "").equals("-createdAt")
            ? Comparator.comparing(Anime::start).reversed()
            : Comparator.comparingInt((Anime anime) -> -text.score(anime.names()))
                .thenComparing(popular);
    return catalogue.all().stream()
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
