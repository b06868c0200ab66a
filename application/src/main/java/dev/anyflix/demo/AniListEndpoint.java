package dev.anyflix.demo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * AniList's GraphQL API for the queries that the service sends: one medium, lists, and batches of
 * ids ({@code id_in}). Answers hold every field of a medium, whatever the query selects.
 */
final class AniListEndpoint implements Endpoint {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX_PER_PAGE = 50;

  private final AnimeCatalogue catalogue;
  private final AnimeJson json;
  private final Clock clock;

  AniListEndpoint(AnimeCatalogue catalogue, PictureUrls pictures, Clock clock) {
    this.catalogue = catalogue;
    this.json = new AnimeJson(catalogue, pictures, clock);
    this.clock = clock;
  }

  @Override
  public Reply answer(Request request) {
    if (!request.method().equals("POST")) {
      return failure(405, "Method Not Allowed").with(Map.of("Allow", "POST"));
    }
    JsonNode body;
    try {
      body = JSON.readTree(request.body());
    } catch (JacksonException e) {
      return failure(400, "Invalid JSON.");
    }
    if (!body.path("query").isTextual()) {
      return failure(400, "No query or mutation provided. Please view https://docs.anilist.co");
    }
    try {
      return AniListDocument.recognise(body.path("query").asText(), body.path("variables"))
          .map(this::answer)
          .orElseGet(() -> failure(400, "The demo does not answer this query."));
    } catch (IllegalArgumentException e) {
      return failure(400, String.valueOf(e.getMessage()));
    }
  }

  private Reply answer(AniListDocument document) {
    return switch (document.root()) {
      case MEDIA -> media(document.arguments());
      case PAGE -> page(document.arguments());
      case SCHEDULE -> schedule(document.arguments());
      case GENRES -> genres();
    };
  }

  private Reply genres() {
    ObjectNode data = JSON.createObjectNode();
    ArrayNode genres = data.putArray("GenreCollection");
    catalogue.all().stream()
        .flatMap(anime -> anime.genres().stream())
        .distinct()
        .sorted()
        .forEach(genres::add);
    ArrayNode tags = data.putArray("MediaTagCollection");
    catalogue.all().stream()
        .flatMap(anime -> anime.tagNames().stream())
        .distinct()
        .sorted()
        .forEach(name -> tags.add(AnimeJson.tag(name)));
    return Reply.json(200, wrap(data));
  }

  private Reply schedule(Map<String, JsonNode> arguments) {
    int page = Math.max(1, number(arguments.get("page"), 1));
    int perPage = Math.min(MAX_PER_PAGE, Math.max(1, number(arguments.get("perPage"), 50)));
    JsonNode from = arguments.get("airingAt_greater");
    JsonNode to = arguments.get("airingAt_lesser");
    Instant now = clock.instant();
    List<Airing> found =
        catalogue.airings(
            from == null ? now : Instant.ofEpochSecond(from.asLong()).plusSeconds(1),
            to == null ? now.plus(Duration.ofDays(7)) : Instant.ofEpochSecond(to.asLong()));
    return page("airingSchedules", found, json::schedule, page, perPage);
  }

  private Reply media(Map<String, JsonNode> arguments) {
    Optional<Anime> found = matches(arguments).stream().findFirst();
    ObjectNode data = JSON.createObjectNode();
    data.set("Media", found.map(json::full).orElse(null));
    return found.isEmpty() ? envelope(404, "Not Found.", data) : Reply.json(200, wrap(data));
  }

  private Reply page(Map<String, JsonNode> arguments) {
    Map<String, JsonNode> filters = new HashMap<>(arguments);
    int page = Math.max(1, number(filters.remove("page"), 1));
    int perPage = Math.min(MAX_PER_PAGE, Math.max(1, number(filters.remove("perPage"), 50)));
    List<Anime> found = matches(filters);
    return page("media", found, json::full, page, perPage);
  }

  private static <T> Reply page(
      String field, List<T> found, Function<T, ObjectNode> json, int page, int perPage) {
    ObjectNode data = JSON.createObjectNode();
    ObjectNode answer = data.putObject("Page");
    answer.set("pageInfo", pageInfo(page, perPage, found.size()));
    ArrayNode items = answer.putArray(field);
    found.stream()
        .skip((long) (page - 1) * perPage)
        .limit(perPage)
        .forEach(item -> items.add(json.apply(item)));
    return Reply.json(200, wrap(data));
  }

  private static ObjectNode pageInfo(int page, int perPage, int total) {
    int lastPage = Math.max(1, (total + perPage - 1) / perPage);
    return JSON.createObjectNode()
        .put("total", total)
        .put("currentPage", page)
        .put("lastPage", lastPage)
        .put("hasNextPage", page < lastPage)
        .put("perPage", perPage);
  }

  private List<Anime> matches(Map<String, JsonNode> arguments) {
    return AnimeQuery.of(arguments, LocalDate.now(clock).getYear()).apply(catalogue.all());
  }

  private static int number(@Nullable JsonNode value, int fallback) {
    return value == null ? fallback : value.asInt(fallback);
  }

  @Override
  public Reply failure(int status, String message) {
    return envelope(status, message, null);
  }

  @Override
  public boolean sendsRateLimitHeaders() {
    return true;
  }

  private static ObjectNode wrap(ObjectNode data) {
    return JsonNodeFactory.instance.objectNode().set("data", data);
  }

  private static Reply envelope(int status, String message, @Nullable ObjectNode data) {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("errors").addObject().put("message", message).put("status", status);
    body.set("data", data);
    return Reply.json(status, body);
  }
}
