package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What TMDB really answers to searches and errors, translated. */
@Tag("recorded")
class TmdbListFixturesTest {

  private static final String IMAGES = "https://image.tmdb.org/t/p/";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final TmdbHttpSource source =
      TestTmdb.source(upstream.http(), upstream.config(), "0123456789abcdef", "en-US");

  private MediaPage search(JsonNode body, int page) {
    upstream.answers(200, body.toString());
    return ((Answer.Value<MediaPage>)
            source.search(new TmdbSearch("x", LanguageTag.ENGLISH, page), upstream.call()))
        .value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          body-media-pageable-list|1|2|tmdb:movie:437342|The First Omen|2024|67.7|false
          recorded-search_multi-369e|2|5|tmdb:movie:383366|Blood Arrow|1958||true
          recorded-search_multi-8dc9|1|10|tmdb:tv:2584|Dirty Jobs|2005||true
          recorded-search_multi-ff12|2|20|tmdb:tv:228922|The Expert of Changing Jobs|2023||true
          """)
  void pageContainsFilmsAndSeriesOnly(
      String file,
      int page,
      int items,
      String id,
      String title,
      int year,
      Double score,
      boolean hasNextPage) {
    MediaPage found = search(Fixtures.tmdb(file), page);

    assertThat(found.items()).hasSize(items);
    assertThat(found.page()).isEqualTo(page);
    assertThat(found.perPage()).isEqualTo(20);
    assertThat(found.hasNextPage()).isEqualTo(hasNextPage);
    assertThat(found.items().get(0).id()).isEqualTo(id);
    assertThat(found.items().get(0).title().preferred()).isEqualTo(title);
    assertThat(found.items().get(0).year()).isEqualTo(year);
    assertThat(found.items().get(0).score()).isEqualTo(score);
  }

  /** TMDB's lists of one kind name it nowhere; their items are otherwise those of a search. */
  @ParameterizedTest
  @CsvSource({
    "recorded-movie_popular-4b5e, results, movie, 20, tmdb:movie:1273221, Scary Movie, 2026",
    "recorded-tv_popular-9d8f, results, tv, 20, tmdb:tv:94997, House of the Dragon, 2022",
    "recorded-find_tt0903747-028e, tv_results, tv, 1, tmdb:tv:1396, Breaking Bad, 2008",
  })
  void itemsOfAllListsAreDecodedAlike(
      String file, String field, String type, int items, String id, String title, int year) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("page", 1).put("total_pages", 1);
    JsonNode results = Fixtures.tmdb(file).get(field);
    results.forEach(each -> ((ObjectNode) each).put("media_type", type));
    body.set("results", results);
    MediaPage found = search(body, 1);

    assertThat(found.items()).hasSize(items).allMatch(each -> !each.title().preferred().isBlank());
    assertThat(found.items().get(0).id()).isEqualTo(id);
    assertThat(found.items().get(0).title().preferred()).isEqualTo(title);
    assertThat(found.items().get(0).year()).isEqualTo(year);
  }

  @Test
  void englishTitleOfAForeignSeriesIsTheTranslation() {
    Media series = search(Fixtures.tmdb("recorded-search_multi-ff12"), 2).items().get(0);
    assertThat(series.title().original()).isEqualTo("転職の魔王様");
    assertThat(series.title().english()).isEqualTo("The Expert of Changing Jobs");
    assertThat(series.country()).isEqualTo("JP");
  }

  @Test
  void configurationHasUrlsAndSizes() {
    upstream.answers(200, Fixtures.tmdb("recorded-configuration-aef0").toString());
    ImageConfiguration images =
        ((Answer.Value<ImageConfiguration>) source.configuration(upstream.call())).value();

    assertThat(images.baseUrl()).isEqualTo("http://image.tmdb.org/t/p/");
    assertThat(images.secureBaseUrl()).isEqualTo(IMAGES);
    assertThat(images.posterSizes()).contains("w500", "original").hasSize(7);
    assertThat(images.backdropSizes()).containsExactly("w300", "w780", "w1280", "original");
    assertThat(images.profileSizes()).contains("h632");
    assertThat(images.logoSizes()).contains("w45");
    assertThat(images.stillSizes()).contains("w92");
  }

  @ParameterizedTest
  @CsvSource({
    "body-error-status-400, 400, REJECTED",
    "body-error-status-401, 401, REJECTED",
    "body-error-status-422, 422, REJECTED",
    "recorded-movie_999999999-9546, 404, NOT_FOUND",
  })
  void errorEnvelopeHasTheSameKindWithItsStatusAndWith200(String file, int status, Kind kind) {
    for (int http : new int[] {200, status}) {
      upstream.answers(http, Fixtures.tmdb(file).toString());
      MediaSourceException failure =
          catchThrowableOfType(
              MediaSourceException.class, () -> source.movie(TestTmdb.title(1), upstream.call()));
      assertThat(failure.kind()).isEqualTo(kind);
    }
  }
}
