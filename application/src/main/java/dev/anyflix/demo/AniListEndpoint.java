package dev.anyflix.demo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * AniList's GraphQL as far as {@code Media} and {@code Page} go.
 *
 * <p>Answers hold every field of a medium, whichever were selected; aliases are heeded.
 */
final class AniListEndpoint implements Endpoint {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX_PER_PAGE = 50;

  private final AnimeCatalogue catalogue;
  private final AnimeJson json;
  private final Clock clock;

  AniListEndpoint(AnimeCatalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.json = new AnimeJson(catalogue, clock);
    this.clock = clock;
  }

  @Override
  public Reply answer(Request request) {
    if (!request.method().equals("POST")) {
      return failure(405, "Method Not Allowed").with(Map.of("Allow", "POST"));
    }
    try {
      JsonNode body = JSON.readTree(request.body());
      if (!body.path("query").isTextual()) {
        return failure(400, "No query or mutation provided. Please view https://docs.anilist.co");
      }
      return query(GraphQlParser.parse(body.path("query").asText(), body.path("variables")));
    } catch (JacksonException e) {
      return failure(400, "Invalid JSON.");
    } catch (GraphQlSyntaxException e) {
      return failure(400, e.reason());
    }
  }

  private Reply query(List<GraphQlField> fields) {
    ObjectNode data = JSON.createObjectNode();
    boolean missing = false;
    for (GraphQlField field : fields) {
      switch (field.name()) {
        case "Media" -> {
          Optional<Anime> found = matches(field).stream().findFirst();
          missing |= found.isEmpty();
          data.set(field.alias(), found.map(anime -> media(anime, field)).orElse(null));
        }
        case "Page" -> data.set(field.alias(), page(field));
        default -> throw unknown(field, "Query");
      }
    }
    return missing ? envelope(404, "Not Found.", data) : Reply.json(200, wrap(data));
  }

  private ObjectNode page(GraphQlField field) {
    Set<String> known = Set.of("page", "perPage");
    for (String argument : field.arguments().keySet()) {
      if (!known.contains(argument)) {
        throw new GraphQlSyntaxException(
            "Unknown argument \"%s\" on field \"Page\".".formatted(argument));
      }
    }
    int page = Math.max(1, number(field, "page", 1));
    int perPage = Math.min(MAX_PER_PAGE, Math.max(1, number(field, "perPage", MAX_PER_PAGE)));
    ObjectNode answer = JSON.createObjectNode();
    Map<String, String> infos = new HashMap<>();
    int total = 0;
    for (GraphQlField selected : field.selections()) {
      switch (selected.name()) {
        case "pageInfo" -> infos.put(selected.alias(), selected.name());
        case "media" -> {
          List<Anime> found = matches(selected);
          total = found.size();
          ArrayNode items = answer.putArray(selected.alias());
          found.stream()
              .skip((long) (page - 1) * perPage)
              .limit(perPage)
              .forEach(anime -> items.add(media(anime, selected)));
        }
        case "__typename" -> answer.put(selected.alias(), "Page");
        default -> throw unknown(selected, "Page");
      }
    }
    for (String alias : infos.keySet()) {
      answer.set(alias, pageInfo(page, perPage, total));
    }
    return answer;
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

  private List<Anime> matches(GraphQlField field) {
    return AnimeQuery.of(field, LocalDate.now(clock).getYear()).apply(catalogue.all());
  }

  private ObjectNode media(Anime anime, GraphQlField field) {
    ObjectNode media = json.full(anime);
    for (GraphQlField selected : field.selections()) {
      JsonNode value = media.get(selected.name());
      if (value != null && !media.has(selected.alias())) {
        media.set(selected.alias(), value);
      }
    }
    return media;
  }

  private static int number(GraphQlField field, String argument, int otherwise) {
    JsonNode value = field.arguments().get(argument);
    return value == null ? otherwise : value.asInt(otherwise);
  }

  private static GraphQlSyntaxException unknown(GraphQlField field, String type) {
    return new GraphQlSyntaxException(
        "Cannot query field \"%s\" on type \"%s\".".formatted(field.name(), type));
  }

  @Override
  public Reply failure(int status, String message) {
    return envelope(status, message, null);
  }

  @Override
  public boolean tellsItsLimit() {
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
