package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes seasons and episodes as TMDB's JSON. The first season airs weekly from the first day of
 * its series; the air times of others are unknown. Immutable.
 */
final class SeasonJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final WorkCatalogue catalogue;

  SeasonJson(WorkCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The seasons without their episodes; empty if the number of episodes of each is unknown. */
  ArrayNode seasons(Work series) {
    ArrayNode seasons = JSON.arrayNode();
    for (int number = 0; number <= series.episodes().size(); number++) {
      int count = catalogue.episodeCount(series, number);
      if (count > 0) {
        seasons.add(brief(series, number).put("episode_count", count));
      }
    }
    return seasons;
  }

  /** A season with its episodes; empty if the series has no such season. */
  Optional<ObjectNode> season(Work series, int number) {
    int count = catalogue.episodeCount(series, number);
    if (count == 0) {
      return Optional.empty();
    }
    ObjectNode node = brief(series, number);
    node.put("_id", Integer.toHexString(node.path("id").asInt()));
    ArrayNode episodes = node.putArray("episodes");
    for (int episode = 1; episode <= count; episode++) {
      episodes.add(episode(series, number, episode, count));
    }
    return Optional.of(node);
  }

  private static ObjectNode brief(Work series, int number) {
    String name = number == 0 ? "Specials" : "Season " + number;
    Picture poster =
        new Picture(Picture.Kind.POSTER, series.genres().get(0), series.title() + " " + name);
    return JSON.objectNode()
        .put("id", series.key().id() * 100 + number)
        .put("air_date", number == 1 ? series.date().toString() : null)
        .put("name", name)
        .put("overview", "")
        .put("season_number", number)
        .put("vote_average", series.score())
        .put("poster_path", "/" + poster.file());
  }

  private ObjectNode episode(Work series, int season, int number, int last) {
    WorkCatalogue.SeasonTexts texts = catalogue.seasonTexts(series, season);
    List<String> titles = texts.titles();
    List<String> overviews = texts.overviews();
    Picture still =
        new Picture(
            Picture.Kind.STILL,
            series.genres().get(number % series.genres().size()),
            series.title() + " " + season + "." + number);
    ObjectNode node = JSON.objectNode();
    node.put("id", series.key().id() * 10_000L + season * 100L + number);
    node.put("air_date", season == 1 ? text(series.date().plusWeeks(number - 1L)) : null);
    node.put("episode_number", number).put("season_number", season);
    node.put("show_id", series.key().id());
    node.put("name", number <= titles.size() ? titles.get(number - 1) : "Episode " + number);
    node.put("overview", number <= overviews.size() ? overviews.get(number - 1) : "");
    node.put("episode_type", number == last ? "finale" : "standard").put("production_code", "");
    node.put("runtime", series.minutes());
    node.put("still_path", "/" + still.file());
    node.put("vote_average", Math.min(10, series.score() + (number % 5 - 2) / 10.0));
    node.put("vote_count", series.votes() / 20);
    node.putArray("crew");
    node.putArray("guest_stars");
    return node;
  }

  private static @Nullable String text(@Nullable LocalDate date) {
    return date == null ? null : date.toString();
  }
}
