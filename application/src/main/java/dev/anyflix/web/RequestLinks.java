package dev.anyflix.web;

import dev.anyflix.domain.cache.CacheKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the path and query of a cached request from its canonical text: {@code
 * AniListSource.media/3?id=6} becomes {@code /api/anilist/media/6}. Thread safe.
 *
 * <p>A link is given only if it leads to the key of the entry, so that it is never wrong.
 */
final class RequestLinks {

  private static final Pattern TEXT =
      Pattern.compile("(\\w+\\.\\w+)/\\d+(?:\\?(.*))?", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  /** Parameters whose names in requests differ from those in routes. */
  private static final Map<String, String> NAMES =
      Map.of("genres", "genre", "tags", "tag", "watchProviders", "watchProvider", "series", "id");

  /** Parameters that may be the default of the service or, with the list, part of the path. */
  private static final List<Set<String>> OMITTED =
      List.of(
          Set.of("list", "language", "region"),
          Set.of("list", "language"),
          Set.of("list", "region"),
          Set.of("list"));

  private static final Map<String, String> VALUES = Map.of("MOVIE", "movie", "SERIES", "tv");
  private static final Set<String> DEFAULTS =
      Set.of("page=1", "perPage=20", "adult=false", "window=DAY", "sort=popularity.desc");

  private final ApiRoutes routes;

  RequestLinks(ApiRoutes routes) {
    this.routes = routes;
  }

  private record Parameter(String name, String value) {

    static Parameter of(String part) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      return new Parameter(
          NAMES.getOrDefault(name, name), equals < 0 ? "" : part.substring(equals + 1));
    }
  }

  /**
   * The path and query of a request; null when no route leads to its key.
   *
   * @param text the request in its canonical form
   */
  @Nullable String of(CacheKey key, String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    List<Parameter> parameters = new ArrayList<>();
    if (matcher.group(2) != null) {
      for (String part : matcher.group(2).split("&", -1)) {
        parameters.add(Parameter.of(part));
      }
    }
    for (String template : routes.templatesOf(matcher.group(1))) {
      for (Set<String> omitted : OMITTED) {
        for (Map<String, String> values : List.of(VALUES, Map.<String, String>of())) {
          String link = link(template, without(omitted, parameters), values);
          if (link != null && leadsTo(key, link)) {
            return link;
          }
        }
      }
    }
    return null;
  }

  private static List<Parameter> without(Set<String> omitted, List<Parameter> parameters) {
    return parameters.stream().filter(each -> !omitted.contains(each.name())).toList();
  }

  private static @Nullable String link(
      String template, List<Parameter> parameters, Map<String, String> values) {
    List<Parameter> left = new ArrayList<>(parameters);
    StringBuilder link = new StringBuilder();
    Matcher variable = VARIABLE.matcher(template);
    while (variable.find()) {
      String name = variable.group(1);
      Parameter own =
          left.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
      if (own == null) {
        return null;
      }
      left.remove(own);
      String value = decoded(own.value());
      boolean isProvider = name.equals("provider") && value.indexOf(' ') > 0;
      String segment = isProvider ? value.substring(0, value.indexOf(' ')) : value;
      variable.appendReplacement(link, Matcher.quoteReplacement(encoded(segment)));
    }
    variable.appendTail(link);
    char separator = '?';
    for (Parameter each : left) {
      if (DEFAULTS.contains(each.name() + "=" + each.value())) {
        continue;
      }
      for (String value : each.value().split(",", -1)) {
        link.append(separator)
            .append(each.name())
            .append('=')
            .append(encoded(decoded(values.getOrDefault(value, value))));
        separator = '&';
      }
    }
    return link.toString();
  }

  private boolean leadsTo(CacheKey key, String link) {
    try {
      return routes.request(link).key().equals(key);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static String decoded(String value) {
    String text = PercentEncoding.decode(value);
    return text == null ? value : text;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
  }
}
