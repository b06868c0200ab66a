package dev.anyflix.upstream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A piece of JSON that an upstream sent, read without trust: what is missing, null, blank or of
 * another type than expected is absent.
 */
public record Json(JsonNode node) {

  /** Nothing at all. */
  public static final Json ABSENT = new Json(MissingNode.getInstance());

  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}(?:\\.\\d{1,18})?");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Reads one whole object or array.
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
      throw new IllegalArgumentException("no plain value", e);
    }
  }

  /** Whether there is anything here. */
  public boolean present() {
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

  /** This text, trimmed, or null. */
  public @Nullable String text() {
    if (!node.isTextual() || node.textValue().isBlank()) {
      return null;
    }
    return node.textValue().strip();
  }

  public @Nullable String text(String field) {
    return at(field).text();
  }

  public @Nullable Integer integer(String field) {
    JsonNode value = at(field).node;
    return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : null;
  }

  /** The integer when it is more than zero, for upstreams write 0 for unknown. */
  public @Nullable Integer positive(String field) {
    Integer value = integer(field);
    return value == null || value <= 0 ? null : value;
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
      elements.removeIf(element -> !element.present());
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
