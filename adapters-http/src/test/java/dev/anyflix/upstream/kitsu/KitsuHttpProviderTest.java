package dev.anyflix.upstream.kitsu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.SeasonOfYear;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KitsuHttpProviderTest {

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final KitsuHttpProvider provider =
      new KitsuHttpProvider(upstream.http(), upstream.config());

  private Media anime(String attributes, String rest) {
    upstream.answers(
        200,
        """
        {"data": {"id": "7", "type": "anime", "attributes": {%s}%s}
        """
            .formatted(attributes, rest.isEmpty() ? "}" : rest));
    return provider.detail(new ProviderItem("7"), upstream.call()).orElseThrow();
  }

  private MediaSourceException failure(String id) {
    return catchThrowableOfType(
        MediaSourceException.class, () -> provider.detail(new ProviderItem(id), upstream.call()));
  }

  private HttpUrl lastUrl() {
    return upstream.lastRequest().getUrl();
  }

  @Test
  void listsDifferInOrderAndSearchInItsFilter() {
    upstream.answers(200, "{\"data\": [], \"links\": {}}");

    provider.popular(new ProviderPage(1), upstream.call());
    assertThat(lastUrl().encodedPath()).isEqualTo("/anime");
    assertThat(lastUrl().queryParameter("sort")).isEqualTo("popularityRank");
    assertThat(lastUrl().queryParameter("page[limit]")).isEqualTo("20");
    assertThat(lastUrl().queryParameter("page[offset]")).isEqualTo("0");
    assertThat(lastUrl().queryParameter("include")).isEqualTo("mappings");
    assertThat(lastUrl().queryParameter("fields[anime]")).contains(",mappings");

    provider.trending(new ProviderPage(2), upstream.call());
    assertThat(lastUrl().queryParameter("filter[status]")).isEqualTo("current");
    assertThat(lastUrl().queryParameter("sort")).isEqualTo("popularityRank");
    assertThat(lastUrl().queryParameter("page[offset]")).isEqualTo("20");

    provider.latest(new ProviderPage(3), upstream.call());
    assertThat(lastUrl().queryParameter("sort")).isEqualTo("-createdAt");
    assertThat(lastUrl().queryParameter("page[offset]")).isEqualTo("40");

    provider.search(new ProviderSearch("50% & more/ü", 1), upstream.call());
    assertThat(lastUrl().queryParameter("filter[text]")).isEqualTo("50% & more/ü");
    assertThat(lastUrl().queryParameter("sort")).isNull();
    assertThat(upstream.lastRequest().getHeaders().get("Accept"))
        .isEqualTo("application/vnd.api+json");
  }

  @ParameterizedTest
  @CsvSource({"'{\"next\": \"https://kitsu.example/anime?page=2\"}', true", "'{}', false"})
  void nextLinkMeansNextPage(String links, boolean more) {
    upstream.answers(
        200,
        """
        {"data": [{"id": "7", "type": "anime", "attributes": {"canonicalTitle": "Seven"}},
                  {"id": "../7", "type": "anime"}, {"type": "anime"}],
         "links": %s}
        """
            .formatted(links));
    MediaPage page = provider.popular(new ProviderPage(2), upstream.call()).orElseThrow();

    assertThat(page.hasNextPage()).isEqualTo(more);
    assertThat(page.page()).isEqualTo(2);
    assertThat(page.items()).extracting(Media::id).containsExactly("kitsu:7");
  }

  @Test
  void idsOfOtherSitesInAListComeFromItsMappings() {
    upstream.answers(
        200,
        """
        {"data": [{"id": "7", "type": "anime", "attributes": {"canonicalTitle": "Seven"},
                   "relationships": {"mappings": {"data": [{"type": "mappings", "id": "1"},
                     {"type": "mappings", "id": "2"}, {"type": "mappings", "id": "3"}]}}}],
         "included": [
           {"id": "1", "type": "mappings",
            "attributes": {"externalSite": "anilist/anime", "externalId": "21"}},
           {"id": "2", "type": "mappings",
            "attributes": {"externalSite": "nosuchsite", "externalId": "22"}}],
         "links": {}}
        """);

    MediaPage page = provider.search(new ProviderSearch("seven", 1), upstream.call()).orElseThrow();

    assertThat(page.items().get(0).externalIds()).isEqualTo(Map.of("anilist", "21"));
  }

  @ParameterizedTest
  @CsvSource({"mal, myanimelist/anime", "anilist, anilist/anime"})
  void mappingIsRequestedBySiteAndId(String site, String name) {
    upstream.answers(200, "{\"data\": []}");
    catchThrowableOfType(
        MediaSourceException.class,
        () -> provider.byExternalId(new ExternalId(site, "21"), upstream.call()));

    assertThat(lastUrl().encodedPath()).isEqualTo("/mappings");
    assertThat(lastUrl().queryParameter("filter[externalSite]")).isEqualTo(name);
    assertThat(lastUrl().queryParameter("filter[externalId]")).isEqualTo("21");
    assertThat(lastUrl().queryParameter("include")).isEqualTo("item");
  }

  @Test
  void mappingOfAnotherIdIsUnreadable() {
    upstream.answers(
        200,
        """
        {"data": [{"id": "1", "type": "mappings", "attributes": {"externalId": "22"},
                   "relationships": {"item": {"data": {"type": "anime", "id": "7"}}}}],
         "included": [{"id": "7", "type": "anime", "attributes": {"canonicalTitle": "Quiet"}}]}
        """);

    assertThatThrownBy(() -> provider.byExternalId(new ExternalId("mal", "21"), upstream.call()))
        .isInstanceOfSatisfying(
            MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
  }

  @Test
  void detailsTakeOneRequest() {
    anime("", "");

    assertThat(upstream.requests()).hasSize(1);
    assertThat(lastUrl().encodedPath()).isEqualTo("/anime/7");
    assertThat(lastUrl().queryParameter("include"))
        .isEqualTo(
            "categories,genres,animeProductions.producer,mediaRelationships.destination,"
                + "mappings,streamingLinks.streamer");
  }

  @Test
  void relatedResourcesAreReadFromTheDocument() {
    Media media =
        anime(
            "\"canonicalTitle\": \"Seven\"",
            """
            , "relationships": {
                "mappings": {"data": [{"type": "mappings", "id": "1"},
                                      {"type": "mappings", "id": "2"},
                                      {"type": "mappings", "id": "3"}]},
                "streamingLinks": {"data": [{"type": "streamingLinks", "id": "4"},
                                            {"type": "streamingLinks", "id": "5"}]},
                "mediaRelationships": {"data": [{"type": "mediaRelationships", "id": "6"}]},
                "genres": {"data": [{"type": "genres", "id": "absent"}]}}},
              "included": [
                {"type": "mappings", "id": "1",
                 "attributes": {"externalSite": "myanimelist/anime", "externalId": "77"}},
                {"type": "mappings", "id": "2",
                 "attributes": {"externalSite": "a/place/nobody/knows", "externalId": "78"}},
                {"type": "mappings", "id": "3",
                 "attributes": {"externalSite": "anilist/anime", "externalId": "79"}},
                {"type": "streamingLinks", "id": "4",
                 "attributes": {"url": "https://player.example/seven"},
                 "relationships": {"streamer": {"data": {"type": "streamers", "id": "9"}}}},
                {"type": "streamingLinks", "id": "5", "attributes": {"url": "javascript:void(0)"}},
                {"type": "streamers", "id": "9", "attributes": {"siteName": "Player"}},
                {"type": "mediaRelationships", "id": "6", "attributes": {"role": "spinoff"},
                 "relationships": {"destination": {"data": {"type": "manga", "id": "7"}}}},
                {"type": "manga", "id": "7", "attributes": {"canonicalTitle": "Seven Too",
                 "subtype": "oneshot", "startDate": "2001-02-03"}}]
            """);

    assertThat(media.externalIds()).isEqualTo(Map.of("mal", "77", "anilist", "79"));
    assertThat(media.streams())
        .containsExactly(new StreamLink("https://player.example/seven", null, null, "Player"));
    assertThat(media.relations())
        .containsExactly(
            new Related(
                "SPIN_OFF",
                "kitsu:manga:7",
                "Seven Too",
                MediaKind.MANGA,
                MediaFormat.ONE_SHOT,
                2001,
                null));
    assertThat(media.genres()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2011-01-31, WINTER",
    "2011-04-01, SPRING",
    "2011-09-30, SUMMER",
    "2011-12-31, FALL",
    "2011, "
  })
  void seasonIsTheQuarterOfTheStartDate(String start, SeasonOfYear season) {
    assertThat(anime("\"startDate\": \"%s\"".formatted(start), "").season()).isEqualTo(season);
  }

  @Test
  void nextReleaseIsTheNextEpisode() {
    Media media = anime("\"nextRelease\": \"2030-02-03T01:30:00.000+09:00\"", "");
    assertThat(media.nextEpisode())
        .isEqualTo(new NextEpisode(null, Instant.parse("2030-02-02T16:30:00Z")));
    assertThat(anime("\"nextRelease\": \"soon\"", "").nextEpisode()).isNull();
  }

  @Test
  void koreanTitleIsTheNativeTitle() {
    Media media =
        anime(
            "\"titles\": {\"en_kr\": \"Sin-ui Tap\", \"ko_kr\": \"신의 탑\", \"en\": \"Tower\"}", "");
    assertThat(media.title().romaji()).isEqualTo("Sin-ui Tap");
    assertThat(media.title().nativeName()).isEqualTo("신의 탑");
    assertThat(media.title().english()).isEqualTo("Tower");
    assertThat(media.title().preferred()).isEqualTo("Sin-ui Tap");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "1/episodes",
        "1?include=x",
        "1#",
        "%31",
        "0",
        "01",
        "-1",
        "cowboy-bebop",
        "１"
      })
  void malformedIdIsNotFoundWithoutARequest(String id) {
    assertThat(failure(id).kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void emptyListWithHttp200IsNotFound() {
    upstream.answers(200, "{\"data\": null}");
    assertThat(failure("7").kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"'\"404\"', NOT_FOUND", "'\"400\"', REJECTED", "'\"x\"', UNAVAILABLE"})
  void errorEnvelopeWithHttp200HasTheKindOfItsCode(String status, Kind kind) {
    upstream.answers(200, "{\"errors\": [{\"status\": %s}]}".formatted(status));
    assertThat(failure("7").kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "https://kitsu.io/api/edge, https://kitsu.app/api/edge",
    "https://kitsu.app/api/edge, https://kitsu.app/api/edge",
    "http://kitsu.io:8080//kitsu.io/a%20b, http://kitsu.app:8080//kitsu.io/a%20b",
    "http://localhost:8080/kitsu.io, http://localhost:8080/kitsu.io"
  })
  void oldHostNameIsReplaced(URI set, URI asked) {
    assertThat(KitsuHttpProvider.withoutOldName(set)).isEqualTo(asked);
  }

  @Tag("recorded")
  @Test
  void allParametersMatchTheSpecification() {
    upstream.answers(200, "{\"data\": []}");
    provider.search(new ProviderSearch("x", 1), upstream.call());
    provider.latest(new ProviderPage(1), upstream.call());
    catchThrowableOfType(
        MediaSourceException.class, () -> provider.detail(new ProviderItem("7"), upstream.call()));

    assertThat(Fixtures.path("specs/kitsu/paths/media/anime.yml")).exists();
    assertThat(Fixtures.path("specs/kitsu/paths/media/anime_id.yml")).exists();
    upstream.requests().stream()
        .flatMap(request -> request.getUrl().queryParameterNames().stream())
        .map(name -> name.replaceAll("\\[.*", ""))
        .distinct()
        .forEach(
            name -> {
              String parameter = Fixtures.text("specs/kitsu/parameters/" + name + ".yml");
              assertThat(parameter).contains("in: query", "name: " + name);
            });
    String related =
        Fixtures.text("specs/kitsu/schemas/resources/resourceRelationships/media.yml")
            + Fixtures.text("specs/kitsu/schemas/resources/resourceRelationships/anime.yml");
    for (String path : List.of(lastUrl().queryParameter("include").split(",", -1))) {
      assertThat(related).contains("  " + path.replaceAll("\\..*", "") + ":");
    }
  }
}
