package dev.anyflix.web;

import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.InvalidRequestException.Problem;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Region;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one HTTP request. Collects every problem instead of the first. Not thread safe.
 *
 * <p>A parameter is known to a route by being read; any other one is refused as unknown.
 */
final class RequestParameters {

  private static final int MAX_NAME_LENGTH = 50;
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private final Map<String, String> path;
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> malformed = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private RequestParameters(Map<String, String> path) {
    this.path = path;
  }

  /**
   * The parameters of a request.
   *
   * @param path the parameters in the path by name, percent-encoded
   * @param query the query as it was sent, or null
   */
  static RequestParameters of(Map<String, String> path, @Nullable String query) {
    var parameters = new RequestParameters(path);
    if (query != null) {
      parameters.addQuery(query);
    }
    return parameters;
  }

  /** The parameters in the query of a request. */
  static RequestParameters of(Context ctx) {
    return of(Map.of(), ctx.req().getQueryString());
  }

  private void addQuery(String text) {
    for (String pair : text.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      String[] parts = pair.split("=", 2);
      String name = PercentEncoding.decodeForm(parts[0]);
      String value = parts.length == 1 ? "" : PercentEncoding.decodeForm(parts[1]);
      if (name == null || value == null) {
        String shown = name == null ? parts[0] : name;
        problems.add(malformed(shown));
        malformed.add(shown);
      } else {
        query.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
      }
    }
  }

  private static Problem malformed(String name) {
    return new Problem(
        shown(name), "must be UTF-8 in percent-encoding: % followed by two hex digits");
  }

  /**
   * Reads a request from the parameters.
   *
   * @throws InvalidRequestException naming every parameter that is malformed, out of range or
   *     unknown
   */
  <Q> Q read(Function<RequestParameters, Q> reader) {
    Q request = null;
    try {
      request = reader.apply(this);
    } catch (InvalidRequestException e) {
      problems.addAll(e.problems());
    }
    query.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name -> problems.add(unknown(name)));
    if (request == null || !problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return request;
  }

  private static String shown(String name) {
    return name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
  }

  private Problem unknown(String name) {
    String allowed = known.isEmpty() ? "none" : String.join(", ", known.stream().sorted().toList());
    return new Problem(shown(name), "is not a parameter of this route; allowed: " + allowed);
  }

  /** The decoded parameter in the path. */
  String path(String name) {
    String value = PercentEncoding.decode(path.getOrDefault(name, ""));
    if (value == null) {
      throw new InvalidRequestException(List.of(malformed(name)));
    }
    return value;
  }

  int pathNumber(String name, int min, int max) {
    Integer number = number(name, path(name), min, max);
    return number == null ? min : number;
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
      if (!malformed.contains(name)) {
        problems.add(new Problem(name, "is required"));
      }
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
      // Reported below, with numbers out of range.
    }
    problems.add(new Problem(name, "must be a whole number from " + min + " to " + max));
    return null;
  }

  /** The parameter {@code language}. */
  LanguageTag language(LanguageTag otherwise) {
    String text = text("language");
    if (text == null || LanguageTag.isTag(text)) {
      return text == null ? otherwise : new LanguageTag(text);
    }
    problems.add(new Problem("language", LanguageTag.RULE));
    return otherwise;
  }

  /** The parameter {@code region}. */
  Region region(Region otherwise) {
    Region region = country("region");
    return region == null ? otherwise : region;
  }

  @Nullable Region country(String name) {
    String text = text(name);
    if (text == null || Region.isCode(text)) {
      return text == null ? null : new Region(text);
    }
    problems.add(new Problem(name, Region.RULE));
    return null;
  }

  @Nullable LocalDate date(String name) {
    String text = text(name);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      problems.add(new Problem(name, "must be a date such as 2024-12-31"));
      return null;
    }
  }

  /** Whole numbers given as several parameters, or as one with commas between them. */
  List<Integer> numbers(String name, int min, int max) {
    return texts(name).stream()
        .map(text -> number(name, text, min, max))
        .filter(Objects::nonNull)
        .toList();
  }

  boolean flag(String name) {
    String text = text(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      problems.add(new Problem(name, "must be true or false"));
    }
    return "true".equals(text);
  }

  /**
   * A point in time: an instant, or a date in UTC.
   *
   * @param start the day at whose start the point of a date lies
   */
  @Nullable Instant instant(String name, UnaryOperator<LocalDate> start) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return DATE.matcher(text).matches()
          ? start.apply(LocalDate.parse(text)).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      problems.add(
          new Problem(
              name, "must be a date or an instant, such as 2026-01-31 or 2026-01-31T18:30:00Z"));
      return null;
    }
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
