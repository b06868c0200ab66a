package dev.anyflix.demo;

import static dev.anyflix.demo.DemoClient.each;
import static dev.anyflix.demo.DemoClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.testing.ManualClock;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AniListEndpointTest {

  private static final String MEDIA = "query ($id: Int) { Media(id: $id, type: ANIME) { id } }";
  private static final String PAGE =
      """
      query Find($p: Int, $n: Int, $q: String, $g: [String], $t: [String], $y: Int,
          $s: MediaSeason, $f: MediaFormat, $st: MediaStatus, $ty: MediaType, $a: Boolean,
          $d: String, $ids: [Int], $o: [MediaSort]) {
        Page(page: $p, perPage: $n) {
          pageInfo { hasNextPage currentPage perPage }
          media(search: $q, genre_in: $g, tag_in: $t, seasonYear: $y, season: $s, format: $f,
              status: $st, type: $ty, isAdult: $a, startDate_like: $d, id_in: $ids, sort: $o) {
            id title { romaji }
          }
        }
      }
      """;

  private static DemoUpstream upstream;
  private static DemoClient client;

  @BeforeAll
  static void start() throws Exception {
    ManualClock clock = new ManualClock(Instant.parse("2025-04-06T15:00:00Z"));
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, clock);
    client = new DemoClient(upstream);
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  private static JsonNode page(String variables) throws Exception {
    HttpResponse<String> response = client.anilist(PAGE, variables);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response).at("/data/Page");
  }

  @Test
  void mediaHasAllFields() throws Exception {
    HttpResponse<String> response = client.anilist(MEDIA, "{\"id\": 16498}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    JsonNode media = json(response).at("/data/Media");
    assertThat(media.at("/title/english").asText()).isEqualTo("Attack on Titan");
    assertThat(media.at("/title/native").asText()).isEqualTo("進撃の巨人");
    assertThat(media.at("/startDate/year").asInt()).isEqualTo(2013);
    assertThat(media.at("/season").asText()).isEqualTo("SPRING");
    assertThat(media.at("/episodes").asInt()).isEqualTo(25);
    assertThat(media.at("/studios/edges/0/node/name").asText()).isEqualTo("WIT STUDIO");
    assertThat(media.at("/relations/edges/0/relationType").asText()).isEqualTo("SEQUEL");
    assertThat(media.at("/relations/edges/0/node/id").asInt()).isEqualTo(20958);
    assertThat(media.at("/characters/edges/0/voiceActors/0/name/full").asText())
        .isEqualTo("Yuuki Kaji");
    assertThat(media.at("/recommendations/nodes/0/mediaRecommendation/id").asInt()).isPositive();
    assertThat(media.at("/coverImage/large").asText()).startsWith("http://127.0.0.1:");
    assertThat(media.at("/coverImage/color").asText()).matches("#[0-9a-f]{6}");
    assertThat(each(media.at("/staff/edges"), "/role"))
        .containsExactly("Original Creator", "Director");
    assertThat(media.at("/nextAiringEpisode").isNull()).isTrue();
  }

  @Test
  void releasingMediaHasANextEpisode() throws Exception {
    JsonNode media = json(client.anilist(MEDIA, "{\"id\": 21}")).at("/data/Media");

    assertThat(media.at("/episodes").isNull()).isTrue();
    assertThat(media.at("/endDate/year").isNull()).isTrue();
    assertThat(media.at("/nextAiringEpisode/episode").asInt()).isEqualTo(1124);
    assertThat(Instant.ofEpochSecond(media.at("/nextAiringEpisode/airingAt").asLong()))
        .isEqualTo("2025-04-13T14:15:00Z");
  }

  @Test
  void unknownMediaIsNotFound() throws Exception {
    HttpResponse<String> response = client.anilist(MEDIA, "{\"id\": 999999}");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(json(response).at("/errors/0/message").asText()).isEqualTo("Not Found.");
    assertThat(json(response).at("/errors/0/status").asInt()).isEqualTo(404);
    assertThat(json(response).at("/data/Media").isNull()).isTrue();
    assertThat(json(response).at("/data").has("Media")).isTrue();
  }

  @Test
  void batchOfIdsHasTheKnownOnesWithAllFields() throws Exception {
    JsonNode media = page("{\"n\": 50, \"ids\": [16498, 999999, 1]}").at("/media");

    assertThat(each(media, "/id")).containsExactlyInAnyOrder("16498", "1");
    media.forEach(each -> assertThat(each.at("/characters/edges").isArray()).isTrue());
  }

  @Test
  void searchMatchesAnyTitleBestFirst() throws Exception {
    String best = "\"o\": [\"SEARCH_MATCH\"]";

    assertThat(each(page("{\"q\": \"naruto\", " + best + "}").at("/media"), "/id"))
        .containsExactly("20", "1735");
    assertThat(each(page("{\"q\": \"進撃\", " + best + "}").at("/media"), "/id"))
        .first()
        .isEqualTo("16498");
    assertThat(each(page("{\"q\": \"KAGUYA sama: love\", " + best + "}").at("/media"), "/id"))
        .containsExactly("101921");
    assertThat(page("{\"q\": \"no such title\"}").at("/media")).isEmpty();
  }

  @Test
  void lastPageHasNoNextPage() throws Exception {
    Set<String> seen = new HashSet<>();
    int page = 0;
    JsonNode answer;
    do {
      page++;
      answer = page("{\"p\": %d, \"n\": 20, \"o\": \"POPULARITY_DESC\"}".formatted(page));
      assertThat(answer.at("/pageInfo/currentPage").asInt()).isEqualTo(page);
      assertThat(answer.at("/pageInfo/perPage").asInt()).isEqualTo(20);
      each(answer.at("/media"), "/id").forEach(id -> assertThat(seen.add(id)).isTrue());
    } while (answer.at("/pageInfo/hasNextPage").asBoolean());

    assertThat(seen).hasSize(AnimeCatalogue.load(new ManualClock()).all().size());
    assertThat(page).isGreaterThan(5);
    assertThat(page("{\"p\": 90, \"n\": 20}").at("/media")).isEmpty();
  }

  @Test
  void perPageIsAtMostFifty() throws Exception {
    JsonNode answer = page("{\"n\": 500}");

    assertThat(answer.at("/media")).hasSize(50);
    assertThat(answer.at("/pageInfo/perPage").asInt()).isEqualTo(50);
  }

  @Test
  void filtersNarrowTheList() throws Exception {
    JsonNode films = page("{\"f\": \"MOVIE\", \"g\": [\"Drama\", \"Romance\"]}").at("/media");
    assertThat(films).isNotEmpty();
    assertThat(each(films, "/format")).containsOnly("MOVIE");
    films.forEach(film -> assertThat(film.at("/genres").toString()).contains("Drama", "Romance"));

    JsonNode autumn = page("{\"s\": \"FALL\", \"y\": 2022}").at("/media");
    assertThat(each(autumn, "/id")).containsExactlyInAnyOrder("127230", "130003");

    assertThat(each(page("{\"st\": \"RELEASING\"}").at("/media"), "/id"))
        .contains("21", "235", "900001")
        .hasSize(14);
    assertThat(each(page("{\"t\": [\"Pirates\"]}").at("/media"), "/id")).contains("21");
    assertThat(page("{\"ty\": \"MANGA\"}").at("/media")).isEmpty();
    assertThat(page("{\"a\": true}").at("/media")).isEmpty();
    assertThat(page("{\"a\": false}").at("/media")).isNotEmpty();
  }

  @Test
  void presentSeasonHasAnimeThatAir() throws Exception {
    JsonNode season = page("{\"s\": \"SPRING\", \"y\": 2025}").at("/media");

    assertThat(season).hasSize(12);
    assertThat(each(season, "/status")).containsOnly("RELEASING");
    season.forEach(it -> assertThat(it.at("/nextAiringEpisode/episode").asInt()).isPositive());
  }

  @Test
  void scheduleHasTheEpisodesOfThePeriodByAirTime() throws Exception {
    String query =
        """
        query ($from: Int, $to: Int, $p: Int, $n: Int) {
          Page(page: $p, perPage: $n) {
            airingSchedules(airingAt_greater: $from, airingAt_lesser: $to, sort: TIME) { id }
          }
        }
        """;
    long from = Instant.parse("2025-04-06T14:15:00Z").getEpochSecond();
    long week = from + 7 * 24 * 3600;

    JsonNode after = schedule(query, from, week);
    JsonNode with = schedule(query, from - 1, week + 1);

    assertThat(each(after, "/airingAt")).isSorted().hasSizeGreaterThan(10);
    assertThat(each(after, "/mediaId")).doesNotContain("21");
    assertThat(each(with, "/mediaId")).contains("21");
    assertThat(each(with, "/episode")).contains("1123", "1124");
    assertThat(each(after, "/media/title/english")).contains("Lighthouse of the North");
    assertThat(schedule(query, 0, 1)).isEmpty();
  }

  private static JsonNode schedule(String query, long from, long to) throws Exception {
    return json(client.anilist(query, "{\"from\": %d, \"to\": %d}".formatted(from, to)))
        .at("/data/Page/airingSchedules");
  }

  @Test
  void genresAndTagsAreThoseOfTheCatalogue() throws Exception {
    JsonNode data =
        json(client.anilist("{ GenreCollection MediaTagCollection { name } }", "{}")).at("/data");

    assertThat(each(data.at("/GenreCollection"), "")).isSorted().contains("Action", "Sci-Fi");
    assertThat(each(data.at("/MediaTagCollection"), "/name")).contains("Pirates");
  }

  @Test
  void datesMatchAPattern() throws Exception {
    assertThat(each(page("{\"d\": \"2022%\"}").at("/media"), "/id"))
        .containsExactly("127230", "130003", "140960");
  }

  @Test
  void listsAreSorted() throws Exception {
    JsonNode best = page("{\"o\": [\"SCORE_DESC\", \"POPULARITY_DESC\"]}").at("/media");
    assertThat(each(best, "/averageScore"))
        .isSortedAccordingTo((a, b) -> Integer.parseInt(b) - Integer.parseInt(a));

    JsonNode first = page("{\"o\": [\"START_DATE\"]}").at("/media");
    assertThat(each(first, "/seasonYear")).isSorted();

    JsonNode trending = page("{\"o\": [\"TRENDING_DESC\"]}").at("/media");
    assertThat(each(trending, "/id").get(0)).isEqualTo("21");
  }

  @Test
  void unknownQueryIsABadRequest() throws Exception {
    for (String query :
        new String[] {
          "{ Nonsense { id } }",
          "query ($v: Int) { Media(shoeSize: $v) { id } }",
          "query ($v: Int) { Page { media(sort: $v) { id } } }",
          "query ($v: Int) { Page(shoeSize: $v) { media { id } } }",
          "mutation { Media { id } }",
          "{".repeat(3000),
          ""
        }) {
      assertBadRequest(client.anilist(query, "{\"v\": 3}"));
    }
    assertBadRequest(client.post("no json"));
    assertBadRequest(client.post(""));
    assertThat(client.post("x".repeat(100_000)).statusCode()).isEqualTo(413);
  }

  private static void assertBadRequest(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/errors/0/status").asInt()).isEqualTo(400);
  }
}
