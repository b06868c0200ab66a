package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Season;
import dev.anyflix.domain.media.TmdbSeason;
import dev.anyflix.upstream.MockUpstream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TmdbSeasonsTest {

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final TmdbHttpSource source =
      TestTmdb.source(upstream.http(), upstream.config(), "0123456789abcdef", "en-US");

  private Season season(int number, String language) {
    var request = new TmdbSeason(1396, number, new LanguageTag(language));
    return ((Answer.Value<Season>) source.season(request, upstream.call())).value();
  }

  @Test
  void seasonHasItsEpisodes() {
    upstream.answers(
        200,
        """
        {"id": 3572, "name": "Season 1", "overview": "High school.", "season_number": 1,
         "air_date": "2008-01-20", "poster_path": "/s.jpg", "episodes": [
           {"episode_number": null, "name": "", "overview": null, "air_date": ""},
           {"episode_number": 2, "name": "Cat's in the Bag...", "air_date": "2999-01-01",
            "season_number": 1, "runtime": 0, "still_path": "/e.jpg",
            "vote_average": 8.25, "vote_count": 10},
           {"episode_number": 1, "name": "Pilot", "runtime": 59}, null, "odd"]}
        """);

    Season season = season(1, "en-US");

    assertThat(season.id()).isEqualTo("tmdb:tv:1396:season:1");
    assertThat(season.name()).isEqualTo("Season 1");
    assertThat(season.description()).isEqualTo("High school.");
    assertThat(season.airDate()).isEqualTo(PartialDate.parse("2008-01-20"));
    assertThat(season.poster()).isEqualTo(TestTmdb.IMAGES + "w500/s.jpg");
    assertThat(season.episodeCount()).isEqualTo(3);
    assertThat(season.episodes())
        .containsExactly(
            new Episode(1, 1, null, "Pilot", null, null, 59, null, null),
            new Episode(
                2,
                1,
                null,
                "Cat's in the Bag...",
                null,
                PartialDate.parse("2999-01-01"),
                null,
                TestTmdb.IMAGES + "w300/e.jpg",
                82.5),
            new Episode(null, 1, null, null, null, null, null, null, null));
    assertThat(upstream.lastRequest().getUrl().encodedPath()).isEqualTo("/tv/1396/season/1");
  }

  @Test
  void specialsAreSeasonZero() {
    upstream.answers(200, "{\"season_number\": 0, \"name\": \"\", \"episodes\": []}");

    Season specials = season(0, "en-US");

    assertThat(specials.number()).isZero();
    assertThat(specials.name()).isEqualTo("Specials");
    assertThat(specials.episodes()).isEmpty();
    assertThat(upstream.lastRequest().getUrl().encodedPath()).isEqualTo("/tv/1396/season/0");
  }

  @Test
  void episodesWithoutTextsInTheLanguageHaveEnglishOnes() {
    upstream.answers(
        request ->
            MockUpstream.json(
                    200,
                    """
                    {"season_number": 1, "name": "%1$s", "overview": "", "episodes": [
                      {"id": 7, "episode_number": 1, "name": "%1$s", "overview": "%2$s"}]}
                    """
                        .formatted(
                            "de-DE".equals(request.getUrl().queryParameter("language"))
                                ? new Object[] {"Staffel", ""}
                                : new Object[] {"Season", "Text."}))
                .build());

    Season season = season(1, "de-DE");

    assertThat(season.name()).isEqualTo("Staffel");
    assertThat(season.episodes().get(0).title()).isEqualTo("Staffel");
    assertThat(season.episodes().get(0).description()).isEqualTo("Text.");
    assertThat(upstream.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"season_number\": 2, \"episodes\": []}",
        "{\"season_number\": 1}",
        "{\"season_number\": 1, \"episodes\": null}"
      })
  void answerAboutAnotherSeasonIsUnreadable(String body) {
    upstream.answers(200, body);

    assertThat(catchThrowableOfType(MediaSourceException.class, () -> season(1, "en-US")).kind())
        .isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void unknownSeasonIsNotFound() {
    upstream.answers(404, "{\"success\": false, \"status_code\": 34}");

    assertThat(catchThrowableOfType(MediaSourceException.class, () -> season(99, "en-US")).kind())
        .isEqualTo(Kind.NOT_FOUND);
  }
}
