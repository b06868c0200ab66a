package dev.anyflix.demo;

import dev.anyflix.demo.Table.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One anime of the catalogue: facts, but for those that air this season, which are invented.
 *
 * @param id AniList's id
 * @param malId MyAnimeList's id
 * @param format AniList's format
 * @param status AniList's status
 * @param start its first day
 * @param end its last day, or null while it is released
 * @param episodes number of episodes, or null while it is released
 * @param airing an episode and its air time, {@code 12@2026-01-01T12:00:00Z}, or null; one episode
 *     a week follows
 * @param minutes minutes of one episode
 * @param score 0 to 100
 * @param popularity number of users who list it, approximately
 * @param romaji its title in Latin letters
 * @param english its English title
 * @param japanese its title in Japanese
 * @param studio its animation studio
 * @param genres AniList's genres
 * @param tags AniList's tags; an exclamation mark marks a spoiler
 * @param synonyms other names
 * @param cast characters and their Japanese voices, the most important first
 * @param trailer YouTube id of the trailer, or null
 * @param description one sentence, or null
 */
record Anime(
    int id,
    int malId,
    String format,
    String status,
    LocalDate start,
    @Nullable LocalDate end,
    @Nullable Integer episodes,
    @Nullable String airing,
    int minutes,
    int score,
    int popularity,
    String romaji,
    String english,
    String japanese,
    String studio,
    List<String> genres,
    List<String> tags,
    List<String> synonyms,
    Map<String, String> cast,
    @Nullable String trailer,
    @Nullable String description) {

  private static final Duration WEEK = Duration.ofDays(7);

  static Anime from(Row row) {
    return new Anime(
        row.number("id"),
        Objects.requireNonNullElse(row.optionalNumber("mal"), row.number("id")),
        row.text("format"),
        row.text("status"),
        row.date("start"),
        row.optionalDate("end"),
        row.optionalNumber("episodes"),
        row.optional("airing"),
        row.number("minutes"),
        row.number("score"),
        row.number("popularity"),
        row.text("romaji"),
        row.text("english"),
        row.text("native"),
        row.text("studio"),
        row.list("genres"),
        row.list("tags"),
        row.list("synonyms"),
        row.pairs("cast"),
        row.optional("trailer"),
        row.optional("description"));
  }

  /**
   * An invented anime that starts with this season.
   *
   * @param quarter the first day of the season
   */
  static Anime airing(Row row, LocalDate quarter) {
    LocalDate start = quarter.plusDays(row.number("day"));
    return new Anime(
        row.number("id"),
        row.number("id"),
        "TV",
        "RELEASING",
        start,
        null,
        null,
        "1@" + start + "T" + row.text("time") + ":00Z",
        24,
        row.number("score"),
        row.number("popularity"),
        row.text("romaji"),
        row.text("english"),
        row.text("native"),
        row.text("studio"),
        row.list("genres"),
        row.list("tags"),
        List.of(),
        row.pairs("cast"),
        null,
        row.text("description"));
  }

  List<String> names() {
    return Stream.concat(Stream.of(romaji, english, japanese), synonyms.stream()).toList();
  }

  List<String> tagNames() {
    return tags.stream().map(tag -> tag.replace("!", "")).toList();
  }

  /** AniList's season of its start; December belongs to the next year's winter. */
  String season() {
    return switch (start.getMonthValue()) {
      case 12, 1, 2 -> "WINTER";
      case 3, 4, 5 -> "SPRING";
      case 6, 7, 8 -> "SUMMER";
      default -> "FALL";
    };
  }

  int seasonYear() {
    return start.getMonthValue() == 12 ? start.getYear() + 1 : start.getYear();
  }

  /**
   * Its episodes in a period, extrapolated weekly from the known one; breaks are ignored.
   *
   * @param from the earliest air time
   * @param to the end of the period, exclusive
   */
  Stream<Airing> airings(Instant from, Instant to) {
    if (airing == null) {
      return Stream.empty();
    }
    String[] sides = airing.split("@", 2);
    int known = Integer.parseInt(sides[0]);
    Instant airs = Instant.parse(sides[1]);
    long weeks = -Math.floorDiv(Duration.between(from, airs).toSeconds(), WEEK.toSeconds());
    return LongStream.iterate(Math.max(weeks, 1L - known), week -> week + 1)
        .mapToObj(week -> new Airing(this, known + week, airs.plus(WEEK.multipliedBy(week))))
        .takeWhile(it -> it.at().isBefore(to))
        .filter(it -> !it.at().isBefore(from));
  }

  Picture picture(Picture.Kind kind) {
    return new Picture(kind, Picture.genreOf(english, genres), english);
  }

  /** A measure of current interest: popularity divided by age. */
  int trending(int year) {
    int age = status.equals("RELEASING") ? 1 : Math.max(1, year - start.getYear() + 1);
    return popularity / (1000 * age);
  }
}
