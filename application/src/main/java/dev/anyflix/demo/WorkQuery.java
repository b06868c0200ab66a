package dev.anyflix.demo;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** TMDB's lists and its discover search over the catalogue. Immutable. */
final class WorkQuery {

  private static final Comparator<Work> BY_VOTES = Comparator.comparingInt(Work::votes);
  private static final Comparator<Work> POPULAR =
      BY_VOTES.reversed().thenComparingInt(work -> work.key().id());
  private static final Comparator<Work> NEW = Comparator.comparing(Work::date).reversed();

  private static final Map<String, Comparator<Work>> ORDERS =
      Map.of(
          "popularity", BY_VOTES,
          "vote_count", BY_VOTES,
          "vote_average", Comparator.comparingDouble(Work::score),
          "revenue", BY_VOTES,
          "primary_release_date", Comparator.comparing(Work::date),
          "release_date", Comparator.comparing(Work::date),
          "first_air_date", Comparator.comparing(Work::date),
          "title", Comparator.comparing(Work::title),
          "original_title", Comparator.comparing(Work::originalTitle),
          "name", Comparator.comparing(Work::title));

  /** Whether a work fits the value of a parameter. */
  private static final Map<String, BiPredicate<Work, String>> FILTERS =
      Map.ofEntries(
          Map.entry("with_genres", WorkQuery::hasGenres),
          Map.entry("without_genres", (work, ids) -> !hasGenres(work, ids)),
          Map.entry("primary_release_year", WorkQuery::isOfYear),
          Map.entry("year", WorkQuery::isOfYear),
          Map.entry("first_air_date_year", WorkQuery::isOfYear),
          Map.entry("primary_release_date.gte", WorkQuery::isFrom),
          Map.entry("primary_release_date.lte", WorkQuery::isUntil),
          Map.entry("release_date.gte", WorkQuery::isFrom),
          Map.entry("release_date.lte", WorkQuery::isUntil),
          Map.entry("first_air_date.gte", WorkQuery::isFrom),
          Map.entry("first_air_date.lte", WorkQuery::isUntil),
          Map.entry("vote_average.gte", (work, it) -> work.score() >= Double.parseDouble(it)),
          Map.entry("vote_average.lte", (work, it) -> work.score() <= Double.parseDouble(it)),
          Map.entry("vote_count.gte", (work, it) -> work.votes() >= Integer.parseInt(it)),
          Map.entry("with_runtime.gte", (work, it) -> work.minutes() >= Integer.parseInt(it)),
          Map.entry("with_runtime.lte", (work, it) -> work.minutes() <= Integer.parseInt(it)),
          Map.entry("with_original_language", (work, it) -> work.language().equals(it)),
          Map.entry("with_origin_country", (work, it) -> work.country().equals(it)));

  private final List<Work> works;
  private final LocalDate today;

  WorkQuery(List<Work> works, LocalDate today) {
    this.works = works;
    this.today = today;
  }

  /**
   * The works of a list.
   *
   * @param kind {@code movie} or {@code tv}
   * @param list TMDB's name of it, such as {@code top_rated}
   */
  List<Work> list(String kind, String list) {
    Stream<Work> found = ofKind(kind);
    return switch (list) {
      case "top_rated" -> found.sorted(Comparator.comparingDouble(Work::score).reversed()).toList();
      case "upcoming", "now_playing" ->
          found.sorted(NEW).skip(list.equals("upcoming") ? 0 : 5).limit(40).toList();
      case "on_the_air" -> found.filter(Work::isRunning).sorted(POPULAR).toList();
      case "airing_today" ->
          found
              .filter(Work::isRunning)
              .filter(work -> (work.key().id() + today.getDayOfYear()) % 2 == 0)
              .sorted(POPULAR)
              .toList();
      default -> found.sorted(POPULAR).toList();
    };
  }

  /**
   * The works of interest: votes, divided by age for those of a day.
   *
   * @param kind {@code movie}, {@code tv} or {@code all}
   */
  List<Work> trending(String kind, boolean day) {
    int year = today.getYear();
    return ofKind(kind)
        .sorted(
            Comparator.comparingDouble(
                    (Work work) ->
                        work.votes() / (double) (year - work.date().getYear() + (day ? 1 : 8)))
                .reversed())
        .limit(100)
        .toList();
  }

  /**
   * The works that fit all filters; other parameters are ignored.
   *
   * @throws IllegalArgumentException if a value is malformed
   */
  List<Work> discover(String kind, Map<String, String> query) {
    String[] sort = query.getOrDefault("sort_by", "popularity.desc").split("\\.", 2);
    Comparator<Work> order = ORDERS.getOrDefault(sort[0], BY_VOTES);
    return ofKind(kind)
        .filter(
            work ->
                query.entrySet().stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .allMatch(
                        entry ->
                            FILTERS
                                .getOrDefault(entry.getKey(), (any, value) -> true)
                                .test(work, entry.getValue())))
        .sorted(sort.length == 2 && sort[1].equals("asc") ? order : order.reversed())
        .toList();
  }

  private Stream<Work> ofKind(String kind) {
    return works.stream().filter(work -> kind.equals("all") || kind.equals(work.key().kind()));
  }

  /** A comma means all genres, a bar means any. */
  private static boolean hasGenres(Work work, String ids) {
    Set<String> own =
        work.genres().stream()
            .map(name -> Integer.toString(TmdbGenres.id(name)))
            .collect(Collectors.toSet());
    return ids.contains("|")
        ? Arrays.stream(ids.split("\\|", -1)).anyMatch(own::contains)
        : own.containsAll(List.of(ids.split(",", -1)));
  }

  private static boolean isOfYear(Work work, String year) {
    return work.date().getYear() == Integer.parseInt(year);
  }

  private static boolean isFrom(Work work, String date) {
    return !work.date().isBefore(LocalDate.parse(date));
  }

  private static boolean isUntil(Work work, String date) {
    return !work.date().isAfter(LocalDate.parse(date));
  }
}
