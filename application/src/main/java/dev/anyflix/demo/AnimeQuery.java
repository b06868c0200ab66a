package dev.anyflix.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The filters, search text and order in the arguments of AniList's {@code media}. Immutable. */
final class AnimeQuery {

  private static final String DESCENDING = "_DESC";
  private static final String BEST_MATCH = "SEARCH_MATCH";
  private static final Comparator<@Nullable Integer> UNKNOWN_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private static final Map<String, Comparator<Anime>> ORDERS =
      Map.ofEntries(
          Map.entry("ID", Comparator.comparingInt(Anime::id)),
          Map.entry("TITLE_ROMAJI", Comparator.comparing(Anime::romaji)),
          Map.entry("TITLE_ENGLISH", Comparator.comparing(Anime::english)),
          Map.entry("TITLE_NATIVE", Comparator.comparing(Anime::japanese)),
          Map.entry("TYPE", Comparator.comparingInt(Anime::id)),
          Map.entry("FORMAT", Comparator.comparing(Anime::format)),
          Map.entry("START_DATE", Comparator.comparing(Anime::start)),
          Map.entry(
              "END_DATE",
              Comparator.comparing(Anime::end, Comparator.nullsFirst(Comparator.naturalOrder()))),
          Map.entry("SCORE", Comparator.comparingInt(Anime::score)),
          Map.entry("POPULARITY", Comparator.comparingInt(Anime::popularity)),
          Map.entry("FAVOURITES", Comparator.comparingInt(Anime::popularity)),
          Map.entry("EPISODES", Comparator.comparing(Anime::episodes, UNKNOWN_FIRST)),
          Map.entry("DURATION", Comparator.comparingInt(Anime::minutes)),
          Map.entry("STATUS", Comparator.comparing(Anime::status)),
          Map.entry("CHAPTERS", Comparator.comparingInt(Anime::id)),
          Map.entry("VOLUMES", Comparator.comparingInt(Anime::id)),
          Map.entry("UPDATED_AT", Comparator.comparing(Anime::start)));

  /** The filter of each argument, over one or several values. */
  private static final Map<String, Function<List<String>, Predicate<Anime>>> FILTERS =
      Map.ofEntries(
          Map.entry("id", among(anime -> "" + anime.id())),
          Map.entry("id_in", among(anime -> "" + anime.id())),
          Map.entry("id_not_in", values -> among(anime -> "" + anime.id()).apply(values).negate()),
          Map.entry("idMal", among(anime -> "" + anime.malId())),
          Map.entry("idMal_in", among(anime -> "" + anime.malId())),
          Map.entry("type", among(anime -> "ANIME")),
          Map.entry("format", among(Anime::format)),
          Map.entry("format_in", among(Anime::format)),
          Map.entry("status", among(Anime::status)),
          Map.entry("status_in", among(Anime::status)),
          Map.entry("season", among(Anime::season)),
          Map.entry("seasonYear", among(anime -> "" + anime.seasonYear())),
          Map.entry("startDate_like", values -> anime -> like(anime, values)),
          Map.entry("genre", values -> anime -> anime.genres().containsAll(values)),
          Map.entry("genre_in", values -> anime -> anime.genres().containsAll(values)),
          Map.entry("tag", values -> anime -> anime.tagNames().containsAll(values)),
          Map.entry("tag_in", values -> anime -> anime.tagNames().containsAll(values)),
          Map.entry("isAdult", among(anime -> "false")),
          Map.entry("countryOfOrigin", among(anime -> "JP")),
          Map.entry("minimumTagRank", values -> anime -> true));

  private final Predicate<Anime> filter;
  private final @Nullable SearchText search;
  private final Comparator<Anime> order;

  private AnimeQuery(
      Predicate<Anime> filter, @Nullable SearchText search, Comparator<Anime> order) {
    this.filter = filter;
    this.search = search;
    this.order = order;
  }

  /**
   * Reads arguments by their name in AniList's schema.
   *
   * @param year the current year, which the order by trend uses
   * @throws IllegalArgumentException if an argument or an order is unknown; the message is for the
   *     client
   */
  static AnimeQuery of(Map<String, JsonNode> arguments, int year) {
    Predicate<Anime> filter = anime -> true;
    SearchText search = null;
    List<String> sorts = List.of("ID");
    for (Map.Entry<String, JsonNode> argument : arguments.entrySet()) {
      List<String> values = values(argument.getValue());
      Function<List<String>, Predicate<Anime>> known = FILTERS.get(argument.getKey());
      if (known != null) {
        filter = filter.and(known.apply(values));
      } else if (argument.getKey().equals("search")) {
        search = new SearchText(String.join(" ", values));
      } else if (argument.getKey().equals("sort")) {
        sorts = values;
      } else {
        throw new IllegalArgumentException(
            "Unknown argument \"%s\" on field \"media\".".formatted(argument.getKey()));
      }
    }
    return new AnimeQuery(filter, search, order(sorts, search, year));
  }

  List<Anime> apply(List<Anime> all) {
    Stream<Anime> found = all.stream().filter(filter);
    SearchText text = search;
    if (text != null) {
      found = found.filter(anime -> text.score(anime.names()) > 0);
    }
    return found.sorted(order).toList();
  }

  private static Comparator<Anime> order(
      List<String> sorts, @Nullable SearchText search, int year) {
    Comparator<Anime> order = null;
    for (String sort : sorts) {
      Comparator<Anime> one = order(sort, search, year);
      order = order == null ? one : order.thenComparing(one);
    }
    Comparator<Anime> byId = Comparator.comparingInt(Anime::id);
    return order == null ? byId : order.thenComparing(byId);
  }

  private static Comparator<Anime> order(String sort, @Nullable SearchText search, int year) {
    Comparator<Anime> popular = Comparator.comparingInt(Anime::popularity).reversed();
    if (sort.equals(BEST_MATCH)) {
      return search == null
          ? popular
          : Comparator.comparingInt((Anime anime) -> -search.score(anime.names()))
              .thenComparing(popular);
    }
    boolean descending = sort.endsWith(DESCENDING);
    String name = descending ? sort.substring(0, sort.length() - DESCENDING.length()) : sort;
    Comparator<Anime> order =
        name.equals("TRENDING")
            ? Comparator.comparingInt((Anime anime) -> anime.trending(year))
            : ORDERS.get(name);
    if (order == null) {
      throw new IllegalArgumentException(
          "Value \"%s\" does not exist in \"MediaSort\" enum.".formatted(sort));
    }
    return descending ? order.reversed() : order;
  }

  private static Function<List<String>, Predicate<Anime>> among(Function<Anime, String> property) {
    return values -> anime -> values.contains(property.apply(anime));
  }

  /** Matches dates without hyphens; {@code %} stands for any suffix: {@code 2015%}. */
  private static boolean like(Anime anime, List<String> patterns) {
    String date = anime.start().format(DateTimeFormatter.BASIC_ISO_DATE);
    return patterns.stream()
        .anyMatch(
            it ->
                it.endsWith("%")
                    ? date.startsWith(it.substring(0, it.length() - 1))
                    : date.equals(it));
  }

  private static List<String> values(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).toList()
        : List.of(value.asText());
  }
}
