package dev.anyflix.upstream.anilist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.media.AniListGenres;
import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Creator;
import dev.anyflix.domain.media.ImageSizes;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.SchedulePage;
import dev.anyflix.domain.media.ScheduledEpisode;
import dev.anyflix.upstream.MockUpstream;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AniList's schedule and genres, and what a title page needs of a medium. */
class AniListListsTest {

  private static final String CDN = "https://cdn.example/";
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final AniListHttpSource source =
      new AniListHttpSource(upstream.http(), upstream.config());

  private SchedulePage schedule(String airings, String more) {
    upstream.answers(
        200,
        """
        {"data": {"Page": {"pageInfo": {"hasNextPage": %s}, "airingSchedules": [%s]}}}
        """
            .formatted(more, airings));
    AniListSchedule request = AniListSchedule.ofDay(NOON, 50);
    return ((Answer.Value<SchedulePage>) source.schedule(request, upstream.call())).value();
  }

  private AniListGenres genres(String data) {
    upstream.answers(200, "{\"data\": %s}".formatted(data));
    return ((Answer.Value<AniListGenres>) source.genres(upstream.call())).value();
  }

  private Media media(String fields) {
    upstream.answers(200, "{\"data\": {\"Media\": {\"id\": 3, %s}}}".formatted(fields));
    return ((Answer.Value<Media>) source.media(new MediaById(3), upstream.call())).value();
  }

  @Test
  void scheduleIsOrderedByAirTime() {
    long noon = NOON.getEpochSecond();
    SchedulePage page =
        schedule(
            """
            {"airingAt": %d, "episode": 12, "media": {"id": 3, "title": {"romaji": "Three"}}},
            {"airingAt": %d, "episode": 0, "media": {"id": 4, "isAdult": false}}
            """
                .formatted(noon + 60, noon),
            "true");

    assertThat(page.items())
        .extracting(ScheduledEpisode::airsAt)
        .containsExactly(NOON, NOON.plusSeconds(60));
    assertThat(page.items()).extracting(ScheduledEpisode::number).containsExactly(null, 12);
    assertThat(page.items()).extracting(each -> each.media().id()).endsWith("anilist:3");
    assertThat(page).returns(true, SchedulePage::hasNextPage).returns(null, SchedulePage::total);
  }

  @Test
  void airingOfAnAdultOrUnknownMediumOrWithoutATimeIsLeftOut() {
    SchedulePage page =
        schedule(
            """
            null, {}, {"airingAt": 1, "media": null}, {"airingAt": 0, "media": {"id": 3}},
            {"airingAt": "soon", "media": {"id": 3}}, {"airingAt": 1, "media": {"id": -3}},
            {"airingAt": 1, "media": {"id": 5, "isAdult": true}}
            """,
            "null");

    assertThat(page.items()).isEmpty();
    assertThat(page.hasNextPage()).isFalse();
  }

  @Test
  void genresAndTagsAreDecodedAndMalformedOnesAreLeftOut() {
    AniListGenres genres =
        genres(
            """
            {"GenreCollection": ["Drama", null, "", "Drama", 7],
             "MediaTagCollection": [null, {"name": ""}, {"name": "Space", "category": "Setting"},
               {"name": "Other", "category": null, "isAdult": true}]}
            """);

    assertThat(genres.genres()).containsExactly("Drama");
    assertThat(genres.tags())
        .containsExactly(
            new AniListGenres.Tag("Space", "Setting", false),
            new AniListGenres.Tag("Other", null, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{\"GenreCollection\": null}"})
  void answerWithoutGenresIsUnreadable(String data) {
    assertThatThrownBy(() -> genres(data)).isInstanceOf(MediaSourceException.class);
  }

  @Test
  void creatorsAreThoseWhoShapeTheWholeWork() {
    Media media =
        media(
            """
            "staff": {"edges": [null, {}, {"role": "Director", "node": null},
              {"role": "Original Creator", "node": {"name": {"full": "A. Author"},
                "image": {"large": "%sauthor.jpg"}}},
              {"role": "Director", "node": {"name": {"full": "D. Rector"},
                "image": {"large": "%sdefault.jpg"}}},
              {"role": "Key Animation (ep 1)", "node": {"name": {"full": "K. Frame"}}},
              {"role": null, "node": {"name": {"full": "N. Role"}}}]}
            """
                .formatted(CDN, CDN));

    assertThat(media.creators())
        .containsExactly(
            new Creator("A. Author", "Original Creator", CDN + "author.jpg"),
            new Creator("D. Rector", "Director", null));
  }

  @Test
  void coverHasSizesAndTheBannerIsTheBackdrop() {
    Media media =
        media(
            """
            "coverImage": {"medium": "%1$sm.jpg", "large": "%1$sl.jpg", "extraLarge": "%1$sx.jpg"},
            "bannerImage": "%1$sb.jpg"
            """
                .formatted(CDN));

    assertThat(media.images().posters())
        .isEqualTo(new ImageSizes(CDN + "m.jpg", CDN + "l.jpg", CDN + "x.jpg", CDN + "x.jpg"));
    assertThat(media.images().poster()).isEqualTo(CDN + "x.jpg");
    assertThat(media.images().backdrops()).isEqualTo(ImageSizes.of(CDN + "b.jpg"));
  }
}
