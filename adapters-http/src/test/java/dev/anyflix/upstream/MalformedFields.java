package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces every field of a complete answer, one at a time, by every shape that upstreams have sent
 * in its place: null, nothing, empty or blank text, a list, an object, a number, odd text. The
 * decoder must treat the field as absent and decode the rest.
 */
public final class MalformedFields {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> SHAPES =
      List.of(
          "null",
          "\"\"",
          "\"  \"",
          "[]",
          "{}",
          "[null]",
          "[\"text\"]",
          "[[1]]",
          "0",
          "-1",
          "1e300",
          "20110112",
          "true",
          "\"0001-01-01\"",
          "\"2013-00-00\"",
          "\"odd \\ud800\\u202e text\"");

  /** Fields without which an answer is not the requested medium. */
  private static final Set<String> IDENTITY =
      Set.of(
          "data", "Media", "id", "metadata", "identifier", "mediatype", "Items", "0", "Id", "Type");

  private final Function<Json, Media> decoder;
  private final String title;

  private MalformedFields(Function<Json, Media> decoder, String title) {
    this.decoder = decoder;
    this.title = title;
  }

  /**
   * @param file a complete answer among the test resources
   */
  public static void check(String file, Function<Json, Media> decoder) throws IOException {
    JsonNode body;
    try (InputStream in = MalformedFields.class.getResourceAsStream("/bodies/" + file)) {
      body = MAPPER.readTree(Objects.requireNonNull(in));
    }
    var fields = new MalformedFields(decoder, decoder.apply(new Json(body)).title().preferred());
    List<List<String>> paths = new ArrayList<>();
    collect(body, List.of(), paths);
    assertThat(paths).hasSizeGreaterThan(20);
    for (List<String> path : paths) {
      fields.check(replaced(body, path, null), path);
      for (String shape : SHAPES) {
        fields.check(replaced(body, path, MAPPER.readTree(shape)), path);
      }
    }
  }

  private void check(JsonNode variant, List<String> path) {
    try {
      Media media = decoder.apply(new Json(variant));
      assertThat(media.id()).as("%s", path).isNotBlank();
      assertThat(media.title().preferred()).as("%s", path).isNotBlank();
      if (path.stream().noneMatch(field -> field.matches("(?i).*title.*|.*name.*|attributes"))) {
        assertThat(media.title().preferred()).as("%s", path).isEqualTo(title);
      }
      if (media.startDate() != null) {
        assertThat(media.startDate().year()).as("%s", path).isBetween(1800, 9999);
      }
      if (media.year() != null) {
        assertThat(media.year()).as("%s", path).isBetween(1800, 9999);
      }
      if (media.images().color() != null) {
        assertThat(media.images().color()).as("%s", path).matches("#[0-9a-fA-F]{6}");
      }
      assertThat(String.valueOf(media)).as("%s", path).doesNotContain("\u202e", "\ud800");
    } catch (MediaSourceException | IllegalArgumentException e) {
      assertThat(IDENTITY).as("%s %s", path, e).contains(path.get(path.size() - 1));
      if (e instanceof MediaSourceException failure) {
        assertThat(failure.kind()).as("%s", path).isEqualTo(Kind.NOT_FOUND);
      }
    }
  }

  private static void collect(JsonNode node, List<String> path, List<List<String>> paths) {
    if (!path.isEmpty()) {
      paths.add(path);
    }
    node.properties()
        .forEach(field -> collect(field.getValue(), with(path, field.getKey()), paths));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), with(path, Integer.toString(i)), paths);
    }
  }

  private static List<String> with(List<String> path, String last) {
    List<String> longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }

  /** A copy with another value at the path, or with nothing there. */
  private static JsonNode replaced(JsonNode body, List<String> path, @Nullable JsonNode value) {
    JsonNode copy = body.deepCopy();
    JsonNode parent = copy;
    for (String step : path.subList(0, path.size() - 1)) {
      parent = parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.get(step);
    }
    String last = path.get(path.size() - 1);
    if (parent instanceof ObjectNode object) {
      if (value == null) {
        object.remove(last);
      } else {
        object.set(last, value);
      }
    } else if (parent instanceof ArrayNode array) {
      if (value == null) {
        array.remove(Integer.parseInt(last));
      } else {
        array.set(Integer.parseInt(last), value);
      }
    }
    return copy;
  }
}
