package dev.anyflix.web;

import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.InvalidRequestException.Problem;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one HTTP request, of which every problem is collected. Not thread safe.
 *
 * <p>A parameter is known to a route by being read; what was not read is unknown and refused.
 */
final class Params {

  private final UnaryOperator<String> path;
  private final Map<String, List<String>> query;
  private final @Nullable String rawQuery;
  private final Set<String> known = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private Params(
      UnaryOperator<String> path, Map<String, List<String>> query, @Nullable String rawQuery) {
    this.path = path;
    this.query = query;
    this.rawQuery = rawQuery;
  }

  /**
   * Reads a request from the parameters.
   *
   * @throws InvalidRequestException naming every parameter that is malformed, out of range or
   *     unknown
   */
  static <Q> Q read(Context context, Function<Params, Q> reader) {
    return new Params(context::pathParam, context.queryParamMap(), context.req().getQueryString())
        .read(reader);
  }

  /** As {@link #read(Context, Function)}, where there is nothing but one parameter of the path. */
  static <Q> Q read(String onlyParameter, Function<Params, Q> reader) {
    return new Params(name -> onlyParameter, Map.of(), null).read(reader);
  }

  private <Q> Q read(Function<Params, Q> reader) {
    Q request = null;
    try {
      request = reader.apply(this);
    } catch (InvalidRequestException e) {
      problems.addAll(e.problems());
    }
    if (!query.isEmpty()) {
      addUnknown();
    }
    addBrokenEscapes();
    if (request == null || !problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return request;
  }

  private void addUnknown() {
    query.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name -> problems.add(unknown(name)));
  }

  /** Javalin leaves out what it cannot decode, which would then pass for not given. */
  private void addBrokenEscapes() {
    String raw = rawQuery;
    if (raw == null || !MalformedRequestFilter.hasBrokenEscape(raw)) {
      return;
    }
    Arrays.stream(raw.split("&", -1))
        .filter(MalformedRequestFilter::hasBrokenEscape)
        .map(pair -> shown(pair.split("=", 2)[0]))
        .forEach(name -> problems.add(new Problem(name, "has a % without two hex digits")));
  }

  private static String shown(String name) {
    return name.length() > 50 ? name.substring(0, 50) : name;
  }

  private Problem unknown(String name) {
    String allowed = known.isEmpty() ? "none" : String.join(", ", known.stream().sorted().toList());
    return new Problem(shown(name), "is not a parameter of this route; allowed: " + allowed);
  }

  String path(String name) {
    return path.apply(name);
  }

  int pathNumber(String name, int max) {
    Integer number = number(name, path(name), 1, max);
    return number == null ? 1 : number;
  }

  @Nullable String text(String name) {
    known.add(name);
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      problems.add(new Problem(name, "must be given once"));
    }
    return values.isEmpty() ? null : values.get(0);
  }

  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      problems.add(new Problem(name, "is required"));
      return "missing";
    }
    return text;
  }

  /** Values given as several parameters, or as one with commas between them. */
  List<String> texts(String name) {
    known.add(name);
    return query.getOrDefault(name, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  int number(String name, int otherwise, int min, int max) {
    Integer number = optionalNumber(name, min, max);
    return number == null ? otherwise : number;
  }

  @Nullable Integer optionalNumber(String name, int min, int max) {
    String text = text(name);
    return text == null ? null : number(name, text, min, max);
  }

  private @Nullable Integer number(String name, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    problems.add(new Problem(name, "must be a whole number from " + min + " to " + max));
    return null;
  }

  boolean flag(String name) {
    String text = text(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      problems.add(new Problem(name, "must be true or false"));
    }
    return "true".equals(text);
  }

  <E extends Enum<E>> @Nullable E anEnum(String name, Class<E> type) {
    return oneOf(
        name,
        Arrays.stream(type.getEnumConstants())
            .collect(
                Collectors.toMap(
                    Enum::name, constant -> constant, (a, b) -> a, LinkedHashMap::new)));
  }

  /** One of the words given, in any case. */
  <T> @Nullable T oneOf(String name, Map<String, T> words) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    for (Map.Entry<String, T> word : words.entrySet()) {
      if (word.getKey().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
        return word.getValue();
      }
    }
    problems.add(new Problem(name, "must be one of " + String.join(", ", words.keySet())));
    return null;
  }
}
