import client.ApiClient;
import client.ApiException;
import client.api.TmdbApi;
import client.model.Media;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls every operation below /api/ with the generated client and the description's examples. */
public final class Calls {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A title that the demo has; the description's example is one of the Internet Archive itself. */
  private static final Map<String, String> OF_PROVIDER = Map.of("provider", "kitsu", "id", "1");

  private final JsonNode description;
  private final ApiClient client;

  private Calls(File file, String url) throws Exception {
    description = JSON.readTree(file);
    client = new ApiClient();
    client.updateBaseUri(url);
  }

  public static void main(String[] arguments) throws Exception {
    new Calls(new File(arguments[0]), arguments[1]).run();
  }

  private void run() throws Exception {
    int calls = 0;
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      if (path.getKey().startsWith("/api/")) {
        call(path.getValue(), path.getKey().contains("{provider}") ? OF_PROVIDER : Map.of());
        calls++;
      }
    }
    Media film = (Media) call(description.at("/paths/~1api~1tmdb~1movies~1{id}"), Map.of());
    check(film.getTitle().getPreferred() != null, "a film has a title");
    try {
      Method movie = method(new TmdbApi(client), "getMovie");
      movie.invoke(new TmdbApi(client), values(movie, Map.of("id", JSON.valueToTree(999999999))));
      check(false, "an unknown film must be a problem");
    } catch (InvocationTargetException e) {
      check(e.getCause() instanceof ApiException p && p.getCode() == 404, "404: " + e.getCause());
    }
    System.out.println((calls + 2) + " calls with the Java client");
  }

  private Object call(JsonNode item, Map<String, String> replaced) throws Exception {
    JsonNode operation = item.get("get");
    Map<String, JsonNode> examples = new HashMap<>();
    for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
      for (JsonNode each : list) {
        JsonNode parameter = resolve(each);
        if (parameter.path("required").asBoolean()) {
          examples.put(parameter.get("name").asText(), example(parameter));
        }
      }
    }
    replaced.forEach((name, value) -> examples.replace(name, JSON.valueToTree(value)));
    String id = operation.get("operationId").asText();
    String tag = operation.at("/tags/0").asText();
    String api = "TMDB".equals(tag) ? "Tmdb" : tag;
    Object target =
        Class.forName("client.api." + api + "Api").getConstructor(ApiClient.class).newInstance(client);
    Method method = method(target, id);
    try {
      Object answer = method.invoke(target, values(method, examples));
      check(answer != null, id + " has an answer");
      return answer;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(id, e.getCause());
    }
  }

  private JsonNode example(JsonNode parameter) {
    JsonNode schema = resolve(parameter.get("schema"));
    for (JsonNode each :
        List.of(parameter.path("example"), schema.path("const"), schema.at("/enum/0"))) {
      if (!each.isMissingNode()) {
        return each;
      }
    }
    throw new IllegalStateException(parameter + " has no example");
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** The method of an operation with the fewest parameters. */
  private static Method method(Object api, String name) {
    return Arrays.stream(api.getClass().getMethods())
        .filter(method -> method.getName().equals(name))
        .min(Comparator.comparingInt(Method::getParameterCount))
        .orElseThrow(() -> new IllegalStateException("no method " + name));
  }

  private static Object[] values(Method method, Map<String, JsonNode> examples) {
    return Arrays.stream(method.getParameters())
        .map(parameter -> value(parameter, examples.get(parameter.getName())))
        .toArray();
  }

  private static Object value(Parameter parameter, JsonNode example) {
    return example == null ? null : JSON.convertValue(example, parameter.getType());
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException(what);
    }
  }
}
