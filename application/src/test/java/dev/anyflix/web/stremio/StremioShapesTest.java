package dev.anyflix.web.stremio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Creator;
import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.web.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objects of the protocol that media are translated to. */
final class StremioShapesTest {

  private static MediaBuilder medium(MediaKind kind) {
    return Media.builder("tmdb:tv:1", "tmdb", "1", kind, Title.of("A title"));
  }

  private static String json(Object value) {
    return new String(new JsonCodec().encode(value), StandardCharsets.UTF_8);
  }

  @Test
  void filmNamesItselfAsTheVideoToPlay() {
    Media film =
        medium(MediaKind.MOVIE)
            .externalIds(Map.of("imdb", "tt1"))
            .year(1999)
            .startDate(PartialDate.parse("1999-03-31"))
            .durationMinutes(136)
            .creators(
                List.of(new Creator("A", "Director", null), new Creator("B", "Screenplay", null)))
            .trailer(new Trailer("youtube", "https://www.youtube.com/watch?v=abc"))
            .build();

    assertThat(json(StremioJson.meta(film, List.of())))
        .isEqualTo(
            "{\"id\":\"tt1\",\"type\":\"movie\",\"name\":\"A title\",\"releaseInfo\":\"1999\","
                + "\"released\":\"1999-03-31T00:00:00.000Z\",\"runtime\":\"136 min\","
                + "\"director\":[\"A\"],\"writer\":[\"B\"],"
                + "\"trailers\":[{\"source\":\"abc\",\"type\":\"Trailer\"}],"
                + "\"behaviorHints\":{\"defaultVideoId\":\"tt1\"}}");
  }

  @ParameterizedTest
  @CsvSource({
    "SERIES, TV, series",
    "MOVIE, MOVIE, movie",
    "VIDEO, , movie",
    "ANIME, TV, series",
    "ANIME, , series",
    "ANIME, MOVIE, movie"
  })
  void typeFollowsKindAndFormat(MediaKind kind, MediaFormat format, String type) {
    assertThat(StremioJson.type(medium(kind).format(format).build())).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "FINISHED, 2013-09-29, 2008-2013",
    "FINISHED, 2008-12-31, 2008",
    "FINISHED, , 2008",
    "RELEASING, , 2008-"
  })
  void seriesTellsItsYears(MediaStatus status, String end, String expected) {
    Media series =
        medium(MediaKind.SERIES).year(2008).status(status).endDate(PartialDate.parse(end)).build();

    assertThat(StremioJson.preview(series).fields().get("releaseInfo")).isEqualTo(expected);
  }

  @Test
  void episodeWithoutTitleAndSeasonIsNumberedInTheFirstSeason() {
    var episode =
        new Episode(null, null, null, null, null, PartialDate.parse("2008-01"), null, null, null);

    assertThat(json(Videos.video("tt1", episode, 7)))
        .isEqualTo("{\"id\":\"tt1:1:7\",\"title\":\"Episode 7\",\"season\":1,\"episode\":7}");
  }

  @Test
  void specialKeepsItsSeason() {
    var special =
        new Episode(3, 0, null, "Pilot", null, PartialDate.parse("2008-01-20"), null, null, null);

    assertThat(json(Videos.video("tt1", special, 1)))
        .isEqualTo(
            "{\"id\":\"tt1:0:3\",\"title\":\"Pilot\",\"season\":0,\"episode\":3,"
                + "\"released\":\"2008-01-20T00:00:00.000Z\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "https://host/film.mp4, h.264, false",
    "https://host/film.mp4?token=1, h.264, false",
    "http://host/film.mp4, h.264, true",
    "https://host/film.ogv, Ogg Video, true",
    "https://host/Videos/1/stream?static=true, mp4, false",
    "https://host/Videos/1/stream?static=true, mkv, true"
  })
  void streamThatBrowsersCannotPlayIsMarked(String url, String format, boolean notWebReady) {
    Object stream =
        StremioJson.stream("archive", "Archive", new StreamLink(url, format, null, null));

    assertThat(json(stream)).contains("\"notWebReady\":" + notWebReady);
  }

  @Test
  void streamTellsQualityFormatAndSize() {
    var link =
        new StreamLink("https://host/film.mp4", "h.264", 734_003_200L, "480p", List.of("en"));

    assertThat(json(StremioJson.stream("archive", "Internet Archive", link)))
        .isEqualTo(
            "{\"name\":\"Internet Archive\",\"description\":\"480p, h.264, en, 700 MiB\","
                + "\"url\":\"https://host/film.mp4\",\"behaviorHints\":{\"notWebReady\":false,"
                + "\"videoSize\":734003200,\"bingeGroup\":\"anyflix-archive-h.264\"}}");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "20, 2", "40, 3", "12, 2", "32, 3"})
  void pageFollowsWhatTheClientHas(int skip, int page) {
    assertThat(StremioAddon.page("" + skip)).isEqualTo(page);
  }
}
