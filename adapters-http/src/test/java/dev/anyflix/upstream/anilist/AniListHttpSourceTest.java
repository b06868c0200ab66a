package dev.anyflix.upstream.anilist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import dev.anyflix.upstream.UpstreamListener;
import dev.anyflix.upstream.tmdb.TestTmdb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AniListHttpSourceTest {

  private static final String DISABLED = "{\"errors\": [{\"status\": 403}], \"data\": null}";

  private final ManualClock clock = new ManualClock();
  @AutoClose private final MockUpstream upstream = new MockUpstream(clock, UpstreamListener.NONE);
  private final AniListHttpSource source =
      new AniListHttpSource(upstream.http(), upstream.config());

  private Media media(String fields) {
    upstream.answers(200, "{\"data\": {\"Media\": {\"id\": 3%s}}}".formatted(fields));
    return ((Answer.Value<Media>) source.media(new MediaById(3), upstream.call())).value();
  }

  private MediaSourceException failure() {
    return catchThrowableOfType(
        MediaSourceException.class, () -> source.media(new MediaById(3), upstream.call()));
  }

  @Test
  void requestHasUserAgentQueryAndVariables() {
    media("");
    RecordedRequest request = upstream.lastRequest();

    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getTarget()).isEqualTo("/");
    assertThat(request.getHeaders().get("User-Agent")).isEqualTo("Anyflix/1.2.3 (+self-hosted)");
    assertThat(request.getHeaders().get("Referer")).isEqualTo("https://anilist.co/");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    JsonNode body = Fixtures.parse(request.getBody().utf8());
    assertThat(body.get("variables").get("id").intValue()).isEqualTo(3);
    assertThat(body.get("query").textValue()).isEqualTo(AniListQueryText.MEDIA);
  }

  @Test
  void animeIsFoundByItsMalId() {
    upstream.answers(200, "{\"data\": {\"Media\": {\"id\": 3, \"idMal\": 11}}}");

    Media media =
        ((Answer.Value<Media>) source.mediaByMal(new MediaById(11), upstream.call())).value();

    assertThat(media.id()).isEqualTo("anilist:3");
    JsonNode body = Fixtures.parse(upstream.lastRequest().getBody().utf8());
    assertThat(body.get("variables").get("idMal").intValue()).isEqualTo(11);
    assertThat(body.get("query").textValue()).contains("idMal: $idMal, type: ANIME");
  }

  @Test
  void tmdbKeyIsNotSentToAniList() {
    String key = "cafecafecafecafecafecafecafecafe";
    var tmdb = TestTmdb.source(upstream.http(), upstream.config(), key, "en-US");
    upstream.answers(200, "{\"id\": 3, \"title\": \"x\"}");
    tmdb.movie(TestTmdb.title(3), upstream.call());
    assertThat(upstream.lastRequest().getTarget()).contains(key);

    media("");
    RecordedRequest request = upstream.lastRequest();
    assertThat(request.getTarget() + request.getHeaders() + request.getBody().utf8())
        .doesNotContain(key)
        .doesNotContain("Authorization");
  }

  @Test
  void linksIdsAndTrailerAreDecoded() {
    Media media =
        media(
            """
            , "idMal": 11, "siteUrl": "https://anilist.co/anime/3",
            "trailer": {"site": "dailymotion", "id": "x2b"},
            "externalLinks": [{"site": "Shop", "url": "https://shop.test/3", "isDisabled": false},
                              {"site": "Gone", "url": "https://gone.test/3", "isDisabled": true},
                              {"site": "Bad", "url": "javascript:alert(1)"}]
            """);

    assertThat(media.externalIds()).isEqualTo(Map.of("mal", "11"));
    assertThat(media.links())
        .containsExactly(
            new Link("AniList", "https://anilist.co/anime/3"),
            new Link("Shop", "https://shop.test/3"));
    assertThat(media.trailer())
        .isEqualTo(new Trailer("dailymotion", "https://www.dailymotion.com/video/x2b"));
  }

  @Test
  void spoilerTagsAreDropped() {
    Media media =
        media(
            """
            , "tags": [{"name": "Space"}, {"name": "He dies", "isMediaSpoiler": true},
                       {"name": "Twist", "isGeneralSpoiler": true}]
            """);

    assertThat(media.tags()).containsExactly("Space");
  }

  @Test
  void colorIsOneOfSixHexadecimalDigitsOrAbsent() {
    assertThat(media(", \"coverImage\": {\"color\": \"#aabbcc\"}").images().color())
        .isEqualTo("#aabbcc");
    for (String other : List.of("red", "#abc", "#aabbcc;x", "aabbcc", "")) {
      assertThat(media(", \"coverImage\": {\"color\": \"" + other + "\"}").images().color())
          .as(other)
          .isNull();
    }
  }

  @Test
  void valuesOfTheWrongTypeOrRangeAreAbsent() {
    Media media =
        media(
            """
            , "type": "MANGA", "episodes": "many", "averageScore": 4000, "genres": {"a": 1},
            "format": "HOLOGRAM", "startDate": {"year": 99999, "month": 13},
            "coverImage": "none", "nextAiringEpisode": {"airingAt": 1e300}, "tags": [7, null],
            "trailer": {"site": "youtube", "id": "../evil"}
            """);

    assertThat(media.kind()).isEqualTo(MediaKind.MANGA);
    assertThat(media.episodes()).isNull();
    assertThat(media.score()).isNull();
    assertThat(media.genres()).isEmpty();
    assertThat(media.format()).isNull();
    assertThat(media.startDate()).isNull();
    assertThat(media.nextEpisode()).isNull();
    assertThat(media.tags()).isEmpty();
    assertThat(media.trailer()).isNull();
  }

  @Test
  void pageKeepsItsOrderWithoutMalformedItems() {
    upstream.answers(
        200,
        """
        {"data": {"Page": {"pageInfo": {"hasNextPage": false, "lastPage": 99},
         "media": [{"id": 2}, null, {"title": {}}, {"id": 1}]}}}
        """);
    MediaPage page =
        ((Answer.Value<MediaPage>) source.searchAnime(new AnimeSearch("x", 2, 5), upstream.call()))
            .value();

    assertThat(page.items()).extracting(Media::id).containsExactly("anilist:2", "anilist:1");
    assertThat(page.page()).isEqualTo(2);
    assertThat(page.perPage()).isEqualTo(5);
    assertThat(page.hasNextPage()).isFalse();
  }

  @Test
  void listWithDataBesideAnErrorIsDecoded() {
    upstream.answers(
        200,
        """
        {"data": {"Page": {"media": [{"id": 2}]}}, "errors": [{"status": 500}]}
        """);

    assertThat(source.trending(new PageRequest(1, 20), upstream.call()))
        .isInstanceOf(Answer.Value.class);
  }

  @Test
  void batchRequestCarriesAllIds() {
    upstream.answers(200, "{\"data\": {\"Page\": {\"media\": []}}}");
    source.mediaBatch(new MediaBatch(List.of(5, 3, 4)), upstream.call());

    JsonNode body = Fixtures.parse(upstream.lastRequest().getBody().utf8());
    assertThat(body.get("query").textValue()).isEqualTo(AniListQueryText.BATCH);
    assertThat(body.get("variables").toString())
        .contains("\"ids\":[5,3,4]")
        .contains("\"perPage\":50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Page\": null}",
        "{\"Page\": {\"media\": null}}",
        "{\"Page\": {\"media\": [{\"id\": 5}, null]}}",
        "{\"Page\": {\"media\": [{\"id\": 5}, {\"title\": {}}]}}",
        "{\"Page\": {\"media\": [{\"id\": 5}, {\"id\": 77}]}}"
      })
  void batchThatIsNotCompleteIsUnreadable(String data) {
    upstream.answers(200, "{\"data\": " + data + "}");
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class,
            () -> source.mediaBatch(new MediaBatch(List.of(5, 6)), upstream.call()));
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void nullMediumWithoutErrorIsNotFound() {
    upstream.answers(200, "{\"data\": {\"Media\": null}}");
    assertThat(failure().kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void errorWithoutStatusIsUnavailable() {
    upstream.answers(200, "{\"errors\": [{\"message\": \"?\"}], \"data\": null}");
    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void forbiddenPausesCallsForAMinute() {
    upstream.answers(403, DISABLED);
    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(source.status().reason()).isEqualTo("AniList unavailable: it asked to pause calls.");

    upstream.answers(200, "{\"data\": {\"Media\": {\"id\": 3}}}");
    clock.advance(Duration.ofSeconds(59));
    MediaSourceException held = failure();
    assertThat(held.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(held.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(upstream.requests()).hasSize(1);

    clock.advance(Duration.ofSeconds(1));
    assertThat(source.media(new MediaById(3), upstream.call())).isInstanceOf(Answer.Value.class);
    assertThat(source.status().reason()).isNull();
  }

  @Test
  void malformedPageIsUnreadable() {
    upstream.answers(200, "{\"data\": {\"Page\": {\"media\": 7}}}");
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class,
            () -> source.popular(new PageRequest(1, 20), upstream.call()));
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
  }
}
