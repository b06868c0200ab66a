package dev.anyflix.upstream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.domain.media.PartialDate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value from an upstream. A value that is missing, null, blank or of another type than
 * expected is absent. Immutable.
 */
public record Json(JsonNode node) {

  /** The absent value. */
  public static final Json ABSENT = new Json(MissingNode.getInstance());

  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}(?:\\.\\d{1,18})?");

  /** A tree takes about 50 bytes a token, so that a hostile body costs at most 25 MB of heap. */
  static final int MAX_TOKENS = 500_000;

  static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxTokenCount(MAX_TOKENS)
                          .maxDocumentLength(HttpTransport.MAX_BODY_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Parses one object or array.
   *
   * @return {@link #ABSENT} when the bytes are anything else
   */
  static Json parse(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      return node.isContainerNode() ? new Json(node) : ABSENT;
    } catch (IOException e) {
      return ABSENT;
    }
  }

  /** The bytes of a value made of maps, lists, strings, numbers and booleans. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "value must consist of maps, lists, strings, numbers and booleans", e);
    }
  }

  /** Whether the value is neither missing nor null. */
  public boolean isPresent() {
    return !node.isMissingNode() && !node.isNull();
  }

  public boolean isObject() {
    return node.isObject();
  }

  public boolean isArray() {
    return node.isArray();
  }

  /** The field of an object. */
  public Json at(String field) {
    JsonNode value = node.get(field);
    return value == null ? ABSENT : new Json(value);
  }

  /** The same object, with the first present element in place of a list in the given fields. */
  public Json withSingles(Set<String> fields) {
    if (!(node instanceof ObjectNode object)) {
      return this;
    }
    ObjectNode copy = object.objectNode().setAll(object);
    for (String field : fields) {
      List<Json> elements = list(field);
      if (at(field).isArray()) {
        copy.set(field, elements.isEmpty() ? null : elements.get(0).node);
      }
    }
    return new Json(copy);
  }

  /** This text in one line, trimmed and without control characters, or null. */
  public @Nullable String text() {
    return node.isTextual() ? presentText(CleanText.line(node.textValue())) : null;
  }

  private static @Nullable String presentText(String text) {
    return text.isBlank() ? null : text.strip();
  }

  public @Nullable String text(String field) {
    return at(field).text();
  }

  /** The text of a field as {@link #text()}, but with its line breaks. */
  public @Nullable String multiline(String field) {
    return at(field).multiline();
  }

  private @Nullable String multiline() {
    return node.isTextual() ? presentText(CleanText.of(node.textValue())) : null;
  }

  /** The texts of a field that holds one or several, with their line breaks. */
  public List<String> multilines(String field) {
    String one = multiline(field);
    return one == null ? distinct(list(field).stream().map(Json::multiline)) : List.of(one);
  }

  /** The texts of a field that holds one or several, without repetitions. */
  public List<String> textOrTexts(String field) {
    String one = text(field);
    return one == null ? texts(field) : List.of(one);
  }

  public @Nullable Integer integer(String field) {
    JsonNode value = at(field).node;
    return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : null;
  }

  /** The integer when it is more than zero, because upstreams write 0 for unknown. */
  public @Nullable Integer positive(String field) {
    Integer value = integer(field);
    return value == null || value <= 0 ? null : value;
  }

  /** The integer when it is not negative. */
  public @Nullable Integer natural(String field) {
    Integer value = integer(field);
    return value == null || value < 0 ? null : value;
  }

  /** The integer when it can be a year of release, or null. */
  public @Nullable Integer year(String field) {
    Integer value = integer(field);
    return value == null || !PartialDate.isYear(value) ? null : value;
  }

  /** The number, whole or not, or null. */
  public @Nullable Double number(String field) {
    JsonNode value = at(field).node;
    return value.isNumber() && Double.isFinite(value.doubleValue()) ? value.doubleValue() : null;
  }

  /** The number, also when it is written as text, or null. */
  public @Nullable Double numeric(String field) {
    String text = text(field);
    if (text == null) {
      return number(field);
    }
    return DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
  }

  public @Nullable Boolean flag(String field) {
    JsonNode value = at(field).node;
    return value.isBoolean() ? value.booleanValue() : null;
  }

  /** Whether the field is there and true. */
  public boolean isTrue(String field) {
    return at(field).node.asBoolean(false);
  }

  /** The present elements of an array, or an empty list. */
  public List<Json> list(String field) {
    List<Json> elements = new ArrayList<>();
    JsonNode value = at(field).node;
    if (value.isArray()) {
      value.forEach(element -> elements.add(new Json(element)));
      elements.removeIf(element -> !element.isPresent());
    }
    return elements;
  }

  /** The texts in an array, without repetitions, or an empty list. */
  public List<String> texts(String field) {
    return distinct(list(field).stream().map(Json::text));
  }

  /** The texts that the objects in an array have in a field of theirs, without repetitions. */
  public List<String> texts(String field, String inner) {
    return distinct(list(field).stream().map(element -> element.text(inner)));
  }

  private static List<String> distinct(Stream<@Nullable String> texts) {
    return texts.filter(Objects::nonNull).distinct().toList();
  }

  /** The constant of the name that the field has, or null when there is none. */
  public <E extends Enum<E>> @Nullable E constant(String field, Class<E> type) {
    String name = text(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    return null;
  }
}
