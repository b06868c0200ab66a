package dev.anyflix.demo;

import dev.anyflix.demo.Table.Row;
import java.time.LocalDate;
import java.util.List;

/**
 * One film in the public domain.
 *
 * @param identifier its id
 * @param title its title
 * @param date the day or the year of its release
 * @param creator its director or studio
 * @param minutes running time
 * @param subjects its subjects
 * @param downloads number of downloads, approximately
 * @param added day of its upload
 * @param stars 0 to 5
 * @param reviews number of reviews, approximately
 * @param description one sentence
 */
record ArchiveFilm(
    String identifier,
    String title,
    String date,
    String creator,
    int minutes,
    List<String> subjects,
    int downloads,
    LocalDate added,
    double stars,
    int reviews,
    String description) {

  /** All built-in films. */
  static List<ArchiveFilm> all() {
    return Table.read("/demo/archive-films.tsv").stream().map(ArchiveFilm::from).toList();
  }

  private static ArchiveFilm from(Row row) {
    return new ArchiveFilm(
        row.text("identifier"),
        row.text("title"),
        row.text("date"),
        row.text("creator"),
        row.number("minutes"),
        row.list("subjects"),
        row.number("downloads"),
        row.date("added"),
        Double.parseDouble(row.text("stars")),
        row.number("reviews"),
        row.text("description"));
  }

  /** TMDB's genre that fits its first subjects best. */
  String genre() {
    String all = String.join(" ", subjects);
    if (all.contains("horror")) {
      return "Horror";
    }
    if (all.contains("noir") || all.contains("detective")) {
      return "Crime";
    }
    if (all.contains("space") || all.contains("science fiction")) {
      return "Science Fiction";
    }
    return all.contains("comedy") ? "Comedy" : "Drama";
  }

  int year() {
    return Integer.parseInt(date.substring(0, 4));
  }
}
