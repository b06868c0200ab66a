package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.CastMember;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What TMDB really answers about one film or series, translated. */
@Tag("recorded")
class TmdbFixturesTest {

  private static final String IMAGES = TestTmdb.IMAGES;

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final TmdbHttpSource source =
      TestTmdb.source(upstream.http(), upstream.config(), "0123456789abcdef", "en-US");

  private Media movie(JsonNode body) {
    return movie(body, "en-US");
  }

  private Media movie(JsonNode body, String language) {
    upstream.answers(200, body.toString());
    return ((Answer.Value<Media>)
            source.movie(TestTmdb.title(body.get("id").intValue(), language), upstream.call()))
        .value();
  }

  private Media series(JsonNode body) {
    upstream.answers(200, body.toString());
    return ((Answer.Value<Media>)
            source.series(TestTmdb.title(body.get("id").intValue()), upstream.call()))
        .value();
  }

  @Test
  void completeFilmIsDecoded() {
    Media film = movie(Fixtures.tmdb("body-movie-details-append-response"));

    assertThat(film.id()).isEqualTo("tmdb:movie:550");
    assertThat(film.sourceId()).isEqualTo("550");
    assertThat(film.kind()).isEqualTo(MediaKind.MOVIE);
    assertThat(film.format()).isEqualTo(MediaFormat.MOVIE);
    assertThat(film.title().preferred()).isEqualTo("Fight Club");
    assertThat(film.title().english()).isEqualTo("Fight Club");
    assertThat(film.status()).isEqualTo(MediaStatus.FINISHED);
    assertThat(film.startDate()).hasToString("1999-10-12");
    assertThat(film.year()).isEqualTo(1999);
    assertThat(film.durationMinutes()).isEqualTo(139);
    assertThat(film.genres()).containsExactly("Drama");
    assertThat(film.score()).isEqualTo(78.0);
    assertThat(film.popularity()).isEqualTo(0.5);
    assertThat(film.adult()).isFalse();
    assertThat(film.description()).isEqualTo("A ticking-time-bomb insomniac.");
    assertThat(film.images().poster()).isNull();
    assertThat(film.images().backdrop())
        .isEqualTo(IMAGES + "w1280/fCayJrkfRaCRCTh8GqN30f8oyQF.jpg");
    assertThat(film.trailer())
        .isEqualTo(new Trailer("youtube", "https://www.youtube.com/watch?v=SUXWAEX2jlg"));
    assertThat(film.externalIds())
        .isEqualTo(Map.of("imdb", "tt0137523", "wikidata", "Q190050", "facebook", "FightClub"));
    assertThat(film.cast())
        .containsExactly(
            new CastMember(
                "The Narrator",
                "Edward Norton",
                null,
                IMAGES + "w185/5XBzD5WuTyVQZeS4nbcA3Yoimg.jpg"));
    assertThat(film.recommendations())
        .containsExactly(
            new Related(
                null,
                "tmdb:movie:680",
                "Pulp Fiction",
                MediaKind.MOVIE,
                MediaFormat.MOVIE,
                1994,
                null));
    assertThat(film.links())
        .containsExactly(new Link("TMDB", "https://www.themoviedb.org/movie/550"));
    assertThat(film.seasons()).isEmpty();
  }

  @Test
  void completeSeriesIsDecoded() {
    Media series = series(Fixtures.tmdb("body-tv-series-details-append-response"));

    assertThat(series.id()).isEqualTo("tmdb:tv:1399");
    assertThat(series.kind()).isEqualTo(MediaKind.SERIES);
    assertThat(series.format()).isEqualTo(MediaFormat.TV);
    assertThat(series.title().preferred()).isEqualTo("Game of Thrones");
    assertThat(series.status()).isEqualTo(MediaStatus.RELEASING);
    assertThat(series.startDate()).hasToString("2011-04-17");
    assertThat(series.endDate()).isNull();
    assertThat(series.episodes()).isEqualTo(67);
    assertThat(series.durationMinutes()).isEqualTo(60);
    assertThat(series.score()).isEqualTo(82.0);
    assertThat(series.popularity()).isEqualTo(53.516);
    assertThat(series.country()).isEqualTo("US");
    assertThat(series.genres()).containsExactly("Sci-Fi & Fantasy", "Drama");
    assertThat(series.studios()).containsExactly("HBO");
    assertThat(series.trailer().url()).isEqualTo("https://www.youtube.com/watch?v=KPLWWIOCOOQ");
    assertThat(series.externalIds())
        .containsEntry("imdb", "tt0944947")
        .containsEntry("wikidata", "Q23572")
        .containsEntry("twitter", "GameOfThrones");
    assertThat(series.links())
        .containsExactly(
            new Link("TMDB", "https://www.themoviedb.org/tv/1399"),
            new Link("Homepage", "http://www.hbo.com/game-of-thrones"));
    assertThat(series.cast())
        .containsExactly(
            new CastMember(
                "Tyrion Lannister",
                "Peter Dinklage",
                null,
                IMAGES + "w185/9CAd7wr8QZyIN0E7nm8v1B6WkGn.jpg"));
    assertThat(series.seasons())
        .containsExactly(
            new SeasonInfo(
                "tmdb:tv:1399:season:1",
                1,
                "Season 1",
                10,
                PartialDate.parse("2011-04-17"),
                IMAGES + "w500/zwaj4egrhnXOBIit1tyb4Sbt3KP.jpg"));
    assertThat(series.recommendations().get(0).id()).isEqualTo("tmdb:tv:1396");
    assertThat(series.recommendations().get(0).year()).isEqualTo(2008);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          body-movie-blank-homepage-release-date|9443|Chariots of Fire|-|124|68.0|GB|tt0082158|The Ladd Company|Drama|1|/qnRaum8k0HqGRml2i7OawFqUtEb.jpg
          recorded-movie_168259-3763|168259|Fast & Furious 7|2015-04-01|137|-|US|tt2820852|Original Film|Action|2|/lyZDOEX6zr9yv9RBjKQoYr6LyYk.jpg
          recorded-movie_47964-b425|47964|A Good Day to Die Hard|2013-02-06|98|-|US|tt1606378|Mid Atlantic Films|Action|2|/qJ0csDXAVFMsNn0cRcjy6W6PxAK.jpg
          """)
  void filmsAreDecoded(
      String file,
      String id,
      String title,
      String date,
      int minutes,
      Double score,
      String country,
      String imdb,
      String studio,
      String genre,
      int links,
      String poster) {
    Media film = movie(Fixtures.tmdb(file));

    assertThat(film.id()).isEqualTo("tmdb:movie:" + id);
    assertThat(film.title().preferred()).isEqualTo(title);
    assertThat(film.startDate()).isEqualTo(PartialDate.parse(date));
    assertThat(film.durationMinutes()).isEqualTo(minutes);
    assertThat(film.score()).isEqualTo(score);
    assertThat(film.country()).isEqualTo(country);
    assertThat(film.externalIds()).containsEntry("imdb", imdb);
    assertThat(film.studios()).startsWith(studio);
    assertThat(film.genres()).startsWith(genre);
    assertThat(film.links()).hasSize(links);
    assertThat(film.images().poster()).isEqualTo(IMAGES + "w500" + poster);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          body-tv-series-blank-homepage-first-air-date|114472|Secret Invasion|-|2023-07-26|6|38|73.1|Disney+|1|1|Miniseries|1
          recorded-tv_1396-06d2|1396|Breaking Bad|2008-01-20|2013-09-29|62|56|-|AMC|6|0|Specials|2
          recorded-tv_1668-44a9|1668|Friends|1994-09-22|2004-05-06|228|48|-|NBC|11|0|Specials|1
          """)
  void seriesAreDecoded(
      String file,
      String id,
      String title,
      String start,
      String end,
      int episodes,
      int minutes,
      Double score,
      String network,
      int seasons,
      int firstSeason,
      String firstName,
      int links) {
    Media series = series(Fixtures.tmdb(file));

    assertThat(series.id()).isEqualTo("tmdb:tv:" + id);
    assertThat(series.title().preferred()).isEqualTo(title);
    assertThat(series.title().original()).isEqualTo(title);
    assertThat(series.status()).isEqualTo(MediaStatus.FINISHED);
    assertThat(series.startDate()).isEqualTo(PartialDate.parse(start));
    assertThat(series.endDate()).isEqualTo(PartialDate.parse(end));
    assertThat(series.episodes()).isEqualTo(episodes);
    assertThat(series.durationMinutes()).isEqualTo(minutes);
    assertThat(series.score()).isEqualTo(score);
    assertThat(series.country()).isEqualTo("US");
    assertThat(series.studios()).endsWith(network);
    assertThat(series.seasons()).hasSize(seasons);
    assertThat(series.seasons().get(0).number()).isEqualTo(firstSeason);
    assertThat(series.seasons().get(0).name()).isEqualTo(firstName);
    assertThat(series.links()).hasSize(links);
  }

  @Test
  void translatedTitleKeepsTheOriginal() {
    Media film = movie(Fixtures.tmdb("recorded-movie_168259-3763"), "de-DE");
    assertThat(film.title().preferred()).isEqualTo("Fast & Furious 7");
    assertThat(film.title().original()).isEqualTo("Furious 7");
    assertThat(film.title().english()).isEqualTo("Furious 7");
    assertThat(film.genres()).containsExactly("Action", "Krimi", "Thriller");
  }

  @Test
  void appendedResponsesAreDecodedLikeSeparateOnes() {
    ObjectNode film = (ObjectNode) Fixtures.tmdb("recorded-movie_47964-b425");
    film.set("credits", Fixtures.tmdb("recorded-movie_47964_credits-6431"));
    film.set("videos", Fixtures.tmdb("recorded-movie_47964_videos-a0c1"));
    film.set("external_ids", Fixtures.tmdb("recorded-movie_335984_external_ids-1f11"));
    Media media = movie(film);

    assertThat(media.cast()).hasSize(25);
    assertThat(media.cast().get(0))
        .isEqualTo(
            new CastMember(
                "John McClane",
                "Bruce Willis",
                null,
                IMAGES + "w185/w3aXr1e7gQCn8MSp1vW4sXHn99P.jpg"));
    assertThat(media.trailer().url()).isEqualTo("https://www.youtube.com/watch?v=mXTImBrEKUc");
    assertThat(media.externalIds())
        .containsEntry("wikidata", "Q21500755")
        .containsEntry("instagram", "bladerunnermovie");
  }
}
