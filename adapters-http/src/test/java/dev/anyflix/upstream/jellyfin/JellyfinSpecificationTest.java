package dev.anyflix.upstream.jellyfin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.CastMember;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers made after Jellyfin's specification and checked against it, translated. */
class JellyfinSpecificationTest {

  private static final String FILM_ID = "0123456789abcdef0123456789abcdef";
  private static final String ACTOR_ID = "fedcba9876543210fedcba9876543210";
  private static final String FILM =
      """
      {"Id": "%s", "Type": "Movie", "Name": "Der Pfad", "OriginalTitle": "The Path",
       "Overview": "A walk.<br>Uphill.", "PremiereDate": "1931-05-11T00:00:00.0000000Z",
       "ProductionYear": 1930, "RunTimeTicks": 69900000000, "CommunityRating": 8.300000190734863,
       "OfficialRating": "PG", "Genres": ["Thriller"], "Tags": ["hill"],
       "Studios": [{"Name": "Some Studio", "Id": "%2$s"}],
       "ProviderIds": {"Tmdb": "832", "Imdb": "tt0022100", "Tvdb": null},
       "ExternalUrls": [{"Name": "IMDb", "Url": "https://www.imdb.com/title/tt0022100"}],
       "RemoteTrailers": [{"Url": "https://www.youtube.com/watch?v=abc", "Name": "Trailer"}],
       "ImageTags": {"Primary": "p1", "Logo": "l1"}, "BackdropImageTags": ["b1", "b2"],
       "People": [
         {"Name": "An Actor", "Id": "%2$s", "Role": "Walker", "Type": "Actor",
          "PrimaryImageTag": "a1"},
         {"Name": "A Director", "Id": "%2$s", "Role": "", "Type": "Director"}],
       "MediaSources": [
         {"Id": "%1$s", "Container": "mkv", "Size": 5000000000, "Name": "1080p",
          "Path": "/media/path.mkv", "Protocol": "File"}]}
      """
          .formatted(FILM_ID, ACTOR_ID);
  private static final String SERIES =
      listed("{\"Id\": \"%s\", \"Type\": \"Series\"}".formatted(FILM_ID));
  private static final String EPISODES =
      """
      {"Items": [
         {"Id": "%s", "Type": "Episode", "Name": "The Hill", "SeasonName": "First",
          "ParentIndexNumber": 1, "IndexNumber": 1,
          "PremiereDate": "2001-02-03T00:00:00.0000000Z"}],
       "TotalRecordCount": 1, "StartIndex": 0}
      """
          .formatted(ACTOR_ID);
  private static final String LIST =
      """
      {"Items": [
         {"Id": "%s", "Type": "Series", "Name": "Hills", "Status": "Ended",
          "PremiereDate": "2001-02-03T00:00:00.0000000Z",
          "EndDate": "2004-05-06T00:00:00.0000000Z",
          "Genres": ["Drama"], "ImageTags": {}, "BackdropImageTags": []},
         {"Id": "%s", "Type": "Video", "Name": "Our walk", "RunTimeTicks": 1200000000}],
       "TotalRecordCount": 41, "StartIndex": 20}
      """
          .formatted(FILM_ID, ACTOR_ID);

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final JellyfinHttpProvider provider = TestJellyfin.provider(upstream);

  private static String listed(String item) {
    return "{\"Items\": [%s], \"TotalRecordCount\": 1, \"StartIndex\": 0}".formatted(item);
  }

  private static JsonNode specification() {
    return Fixtures.json("specs/jellyfin-12.openapi.json");
  }

  @Test
  void completeFilmIsDecoded() {
    upstream.answers(200, listed(FILM));
    Media film =
        ((Answer.Value<Media>) provider.detail(new ProviderItem(FILM_ID), upstream.call())).value();

    String server = upstream.config().url() + "/";
    assertThat(film.id()).isEqualTo("jellyfin:" + FILM_ID);
    assertThat(film.sourceId()).isEqualTo(FILM_ID);
    assertThat(film.kind()).isEqualTo(MediaKind.MOVIE);
    assertThat(film.format()).isEqualTo(MediaFormat.MOVIE);
    assertThat(film.title().preferred()).isEqualTo("Der Pfad");
    assertThat(film.title().original()).isEqualTo("The Path");
    assertThat(film.status()).isNull();
    assertThat(film.year()).isEqualTo(1930);
    assertThat(film.startDate()).hasToString("1931-05-11");
    assertThat(film.durationMinutes()).isEqualTo(117);
    assertThat(film.score()).isEqualTo(83.0);
    assertThat(film.genres()).containsExactly("Thriller");
    assertThat(film.tags()).containsExactly("hill");
    assertThat(film.studios()).containsExactly("Some Studio");
    assertThat(film.description()).isEqualTo("A walk.\nUphill.");
    assertThat(film.externalIds()).isEqualTo(Map.of("tmdb", "832", "imdb", "tt0022100"));
    assertThat(film.trailer())
        .isEqualTo(new Trailer("youtube", "https://www.youtube.com/watch?v=abc"));
    assertThat(film.images().poster())
        .isEqualTo(server + "Items/" + FILM_ID + "/Images/Primary?tag=p1&maxWidth=500");
    assertThat(film.images().backdrop())
        .isEqualTo(server + "Items/" + FILM_ID + "/Images/Backdrop?tag=b1&maxWidth=1280");
    assertThat(film.links())
        .containsExactly(
            new Link("Jellyfin", server + "web/#/details?id=" + FILM_ID),
            new Link("IMDb", "https://www.imdb.com/title/tt0022100"));
    assertThat(film.cast())
        .containsExactly(
            new CastMember(
                "Walker",
                "An Actor",
                null,
                server + "Items/" + ACTOR_ID + "/Images/Primary?tag=a1&maxWidth=185"));
    assertThat(film.streams())
        .containsExactly(
            new StreamLink(
                server + "Videos/" + FILM_ID + "/stream?static=true&mediaSourceId=" + FILM_ID,
                "mkv",
                5_000_000_000L,
                "1080p"));
  }

  @Test
  void pageOfSeriesAndVideoIsDecoded() {
    upstream.answers(200, LIST);
    MediaPage page =
        ((Answer.Value<MediaPage>) provider.latest(new ProviderPage(2), upstream.call())).value();

    assertThat(page.hasNextPage()).isTrue();
    assertThat(page.perPage()).isEqualTo(20);
    Media series = page.items().get(0);
    assertThat(series.kind()).isEqualTo(MediaKind.SERIES);
    assertThat(series.format()).isEqualTo(MediaFormat.TV);
    assertThat(series.status()).isEqualTo(MediaStatus.FINISHED);
    assertThat(series.year()).isEqualTo(2001);
    assertThat(series.endDate()).hasToString("2004-05-06");
    assertThat(series.episodes()).isNull();
    assertThat(series.images().poster()).isNull();
    Media video = page.items().get(1);
    assertThat(video.kind()).isEqualTo(MediaKind.VIDEO);
    assertThat(video.format()).isNull();
    assertThat(video.durationMinutes()).isEqualTo(2);
  }

  @Tag("recorded")
  @Test
  void decodedAnswersMatchTheSpecification() {
    List<String> faults = new ArrayList<>();
    check(Fixtures.parse(listed(FILM)), schema("BaseItemDtoQueryResult"), "film", faults);
    check(Fixtures.parse(LIST), schema("BaseItemDtoQueryResult"), "list", faults);
    check(Fixtures.parse(SERIES), schema("BaseItemDtoQueryResult"), "series", faults);
    check(Fixtures.parse(EPISODES), schema("BaseItemDtoQueryResult"), "episodes", faults);
    check(Fixtures.parse("{\"Id\": 1, \"Nonsense\": 2}"), schema("BaseItemDto"), "bad", faults);

    assertThat(faults).containsExactly("bad.Id is no string", "bad.Nonsense is not specified");
  }

  @Tag("recorded")
  @Test
  void allPathsAndParametersMatchTheSpecification() {
    upstream.answers(200, LIST);
    provider.popular(new ProviderPage(1), upstream.call());
    provider.latest(new ProviderPage(1), upstream.call());
    provider.search(new ProviderSearch("x", 1), upstream.call());
    upstream.answers(
        request -> {
          boolean one = request.getUrl().queryParameter("ids") != null;
          return MockUpstream.json(200, one ? SERIES : EPISODES).build();
        });
    provider.detail(new ProviderItem(FILM_ID), upstream.call());
    assertThat(upstream.requests()).hasSize(5);
    JsonNode parameters = specification().at("/paths/~1Items/get/parameters");
    for (var request : upstream.requests()) {
      HttpUrl url = request.getUrl();
      assertThat(url.encodedPath()).isEqualTo("/Items");
      assertThat(parameters.findValuesAsText("name")).containsAll(url.queryParameterNames());
      assertThat(constants("ItemFields")).containsAll(url.queryParameterValues("fields"));
      assertThat(constants("ItemSortBy")).containsAll(url.queryParameterValues("sortBy"));
      assertThat(constants("BaseItemKind"))
          .containsAll(url.queryParameterValues("includeItemTypes"));
    }
    assertThat(specification().at("/paths").has("/Items/{itemId}/Images/{imageType}")).isTrue();
    assertThat(specification().at("/components/securitySchemes/CustomAuthentication/name").asText())
        .isEqualTo("Authorization");
  }

  private static List<String> constants(String schema) {
    List<String> constants = new ArrayList<>();
    schema(schema).get("enum").forEach(constant -> constants.add(constant.asText()));
    return constants;
  }

  private static JsonNode schema(String name) {
    return specification().at("/components/schemas/" + name);
  }

  /** The part of OpenAPI that the schemas of media use: types, properties and references. */
  private static void check(JsonNode value, JsonNode schema, String where, List<String> faults) {
    JsonNode reference = schema.has("$ref") ? schema.get("$ref") : schema.at("/allOf/0/$ref");
    if (!reference.isMissingNode()) {
      String name = reference.asText().replaceAll(".*/", "");
      check(value, schema(name), where, faults);
      return;
    }
    boolean fits =
        switch (schema.path("type").asText()) {
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          default -> value.isObject();
        };
    if (!fits && !(value.isNull() && schema.path("nullable").asBoolean())) {
      faults.add(where + " is no " + schema.path("type").asText());
    }
    value.forEach(
        element -> {
          if (value.isArray()) {
            check(element, schema.get("items"), where + "[]", faults);
          }
        });
    value
        .fieldNames()
        .forEachRemaining(
            field -> {
              JsonNode property = schema.path("properties").path(field);
              JsonNode any = schema.path("additionalProperties");
              if (property.isMissingNode() && !any.isObject()) {
                faults.add(where + "." + field + " is not specified");
              } else {
                JsonNode rule = property.isMissingNode() ? any : property;
                check(value.get(field), rule, where + "." + field, faults);
              }
            });
  }
}
