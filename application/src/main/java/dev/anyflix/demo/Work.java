package dev.anyflix.demo;

import dev.anyflix.demo.Table.Row;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One film or series of the catalogue.
 *
 * @param key its unique kind and id
 * @param imdb its IMDb id
 * @param date the day of its release, or of its first episode
 * @param end the day of its last episode, or null while it is running
 * @param minutes minutes of the film or of one episode
 * @param seasons number of seasons; null for a film and if unknown
 * @param episodes number of episodes of each season, or one total, or empty if unknown
 * @param score 0 to 10
 * @param votes number of votes, approximately
 * @param language ISO 639-1 code of its language
 * @param country ISO 3166-1 code of its country
 * @param title its English title
 * @param originalTitle its title in its own language
 * @param genres TMDB's genres
 * @param studio the studio of a film or the network of a series; null if unknown
 * @param cast actors and their characters, the most important first
 * @param trailer YouTube id of the trailer, or null
 * @param overview one sentence, or null
 */
record Work(
    Key key,
    String imdb,
    LocalDate date,
    @Nullable LocalDate end,
    int minutes,
    @Nullable Integer seasons,
    List<Integer> episodes,
    double score,
    int votes,
    String language,
    String country,
    String title,
    String originalTitle,
    List<String> genres,
    @Nullable String studio,
    Map<String, String> cast,
    @Nullable String trailer,
    @Nullable String overview) {

  /**
   * Identifies a work; films and series have separate ids.
   *
   * @param kind {@code movie} or {@code tv}
   * @param id TMDB's id
   */
  record Key(String kind, int id) {

    static Key parse(String text) {
      String[] sides = text.split(":", 2);
      return new Key(sides[0], Integer.parseInt(sides[1]));
    }
  }

  static Work from(Row row) {
    String episodes = row.optional("episodes");
    return new Work(
        new Key(row.text("kind"), row.number("id")),
        row.text("imdb"),
        row.date("date"),
        row.optionalDate("end"),
        row.number("minutes"),
        row.optionalNumber("seasons"),
        episodes == null
            ? List.of()
            : Arrays.stream(episodes.split("\\+")).map(Integer::valueOf).toList(),
        Double.parseDouble(row.text("score")),
        row.number("votes"),
        row.text("language"),
        row.text("country"),
        row.text("title"),
        Objects.requireNonNullElse(row.optional("original"), row.text("title")),
        row.list("genres"),
        row.optional("studio"),
        row.pairs("cast"),
        row.optional("trailer"),
        row.optional("overview"));
  }

  boolean isFilm() {
    return key.kind().equals("movie");
  }

  List<String> names() {
    return Stream.of(title, originalTitle).distinct().toList();
  }

  int episodeCount() {
    return episodes.stream().mapToInt(Integer::intValue).sum();
  }

  /** The number of episodes of a season; 0 if it has none or their number is unknown. */
  int episodeCount(int season) {
    boolean known = seasons != null && seasons == episodes.size();
    return known && season >= 1 && season <= episodes.size() ? episodes.get(season - 1) : 0;
  }

  boolean isRunning() {
    return !isFilm() && end == null;
  }

  Picture picture(Picture.Kind kind) {
    return new Picture(kind, Picture.genreOf(title, genres), title);
  }

  double popularity() {
    return votes / 250.0;
  }
}
