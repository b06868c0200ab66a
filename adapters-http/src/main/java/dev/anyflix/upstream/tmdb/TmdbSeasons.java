package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Season;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Translates TMDB's JSON of seasons. */
final class TmdbSeasons {

  private TmdbSeasons() {}

  /** This service's id of a season. */
  static String id(int series, int number) {
    return "tmdb:tv:" + series + ":season:" + number;
  }

  /** The seasons that the details of a series list. */
  static List<SeasonInfo> infos(Json series, int id, TmdbImages images) {
    List<SeasonInfo> seasons = new ArrayList<>();
    for (Json season : series.list("seasons")) {
      Integer number = season.integer("season_number");
      if (number != null && number >= 0) {
        seasons.add(
            new SeasonInfo(
                id(id, number),
                number,
                name(season, number),
                season.positive("episode_count"),
                PartialDate.parse(season.text("air_date")),
                images.poster(season.text("poster_path"))));
      }
    }
    return seasons;
  }

  /**
   * A season with its episodes, those without a number last.
   *
   * @throws IllegalArgumentException if it is another season than requested or has no episodes
   */
  static Season season(Json body, int series, int number, TmdbImages images) {
    Integer told = body.integer("season_number");
    if (told == null || told != number) {
      throw new IllegalArgumentException("another season than requested");
    }
    if (!body.at("episodes").isArray()) {
      throw new IllegalArgumentException("no list of episodes");
    }
    List<Episode> episodes =
        body.list("episodes").stream()
            .filter(Json::isObject)
            .map(episode -> episode(episode, number, images))
            .sorted(
                Comparator.comparing(
                    Episode::number, Comparator.nullsLast(Comparator.naturalOrder())))
            .toList();
    return new Season(
        id(series, number),
        number,
        name(body, number),
        PlainText.ofHtml(body.multiline("overview")),
        PartialDate.parse(body.text("air_date")),
        images.poster(body.text("poster_path")),
        episodes.size(),
        episodes);
  }

  private static Episode episode(Json episode, int season, TmdbImages images) {
    Integer number = episode.integer("episode_number");
    Integer ownSeason = episode.integer("season_number");
    return new Episode(
        number == null || number < 0 ? null : number,
        ownSeason == null || ownSeason < 0 ? Integer.valueOf(season) : ownSeason,
        null,
        episode.text("name"),
        PlainText.ofHtml(episode.multiline("overview")),
        PartialDate.parse(episode.text("air_date")),
        episode.positive("runtime"),
        images.still(episode.text("still_path")),
        TmdbJson.score(episode));
  }

  private static String name(Json season, int number) {
    String name = season.text("name");
    if (name != null) {
      return name;
    }
    return number == 0 ? "Specials" : "Season " + number;
  }
}
