package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ids of an anime of which AniList has each season, and TMDB one series with all of them. */
final class SeasonsOfOneSeriesTest {

  private static final List<PartialDate> STARTS =
      List.of(
          new PartialDate(2013, 4, 7),
          new PartialDate(2017, 4, 1),
          new PartialDate(2018, 7, 23),
          new PartialDate(2020, 12, 7));
  private static final List<String> NAMES =
      List.of(
          "Attack on Titan",
          "Attack on Titan Season 2",
          "Attack on Titan Season 3",
          "Attack on Titan Final Season");

  @AutoClose
  private final App app =
      App.with(Settings.of(Map.of("REDIS_HOST", "", "PORT", "0")))
          .anilist(
              new FakeAniList(
                  (request, call) -> Answer.of(anime(request.id())),
                  (list, call) -> Answer.of(page(List.of(anime(1), anime(2), anime(3), anime(4))))))
          .tmdb(
              new FakeTmdb(
                  (detail, call) -> Answer.of(series()),
                  (search, call) -> Answer.of(page(series()))))
          .start();

  private static MediaPage page(Media... items) {
    return page(List.of(items));
  }

  private static MediaPage page(List<Media> items) {
    return new MediaPage(items, 1, 20, false);
  }

  /** A season of AniList, of which the ids are 1 to 4. */
  private static Media anime(int id) {
    if (id > NAMES.size()) {
      throw new MediaSourceException(MediaSourceException.Kind.NOT_FOUND, "There is none.");
    }
    return medium("anilist:" + id, MediaKind.ANIME, NAMES.get(id - 1), STARTS.get(id - 1))
        .format(MediaFormat.TV)
        .build();
  }

  private static Media series() {
    return medium("tmdb:tv:1429", MediaKind.SERIES, NAMES.get(0), STARTS.get(0))
        .genres(List.of("Animation"))
        .seasons(
            IntStream.rangeClosed(1, 4)
                .mapToObj(n -> new SeasonInfo(null, n, "Season " + n, 12, STARTS.get(n - 1), null))
                .toList())
        .build();
  }

  private static MediaBuilder medium(String id, MediaKind kind, String name, PartialDate start) {
    String source = id.substring(0, id.indexOf(':'));
    return Media.builder(id, source, id.substring(id.lastIndexOf(':') + 1), kind, Title.of(name))
        .startDate(start)
        .year(start.year());
  }

  private JsonNode ids(String id) throws Exception {
    return new ObjectMapper().readTree(RawHttp.get(app.port(), "/api/ids/" + id).body());
  }

  @ParameterizedTest
  @CsvSource({"anilist:1, 1", "anilist:2, 2", "anilist:3, 3", "anilist:4, 4"})
  void eachSeasonLeadsToTheSeriesAndSaysWhichSeasonItIs(String id, int season) throws Exception {
    JsonNode map = ids(id);

    assertThat(map.at("/ids/tmdb").asText()).as(map.toString()).isEqualTo("tv:1429");
    assertThat(map.at("/season").asInt()).isEqualTo(season);
    assertThat(map.at("/links/0/confidence").asDouble()).isBetween(0.95, 1.0);
  }

  @Test
  void seriesLeadsToItsFirstSeason() throws Exception {
    JsonNode map = ids("tmdb:tv:1429");

    assertThat(map.at("/ids/anilist").asText()).isEqualTo("1");
    assertThat(map.at("/season").asInt()).isEqualTo(1);
  }
}
