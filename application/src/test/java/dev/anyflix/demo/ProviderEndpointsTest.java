package dev.anyflix.demo;

import static dev.anyflix.demo.DemoClient.each;
import static dev.anyflix.demo.DemoClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.testing.ManualClock;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProviderEndpointsTest {

  private static DemoUpstream upstream;
  private static DemoClient client;

  @BeforeAll
  static void start() throws Exception {
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, new ManualClock());
    client = new DemoClient(upstream);
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  private static JsonNode get(URI url, String path) throws Exception {
    return json(client.get(url, path));
  }

  private static List<String> identifiers(String query) throws Exception {
    String path = "/advancedsearch.php?output=json&" + query;
    return each(
        get(upstream.url("INTERNET_ARCHIVE_URL"), path).at("/response/docs"), "/identifier");
  }

  @Test
  void filmFieldsAreInRange() {
    assertThat(ArchiveFilm.all())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            film -> {
              assertThat(film.identifier()).matches("[a-z0-9-]+-" + film.year());
              assertThat(film.year()).isBetween(1895, 1968);
              assertThat(film.minutes()).isBetween(10, 160);
              assertThat(film.stars()).isBetween(1.0, 5.0);
              assertThat(film.subjects()).isNotEmpty();
            })
        .extracting(ArchiveFilm::identifier)
        .doesNotHaveDuplicates();
  }

  @Test
  void searchUsesTheQuotedWordsOfATitle() throws Exception {
    assertThat(identifiers("q=mediatype:movies+AND+title:(%22night%22+AND+%22living%22)"))
        .containsExactly("night-of-the-living-dead-1968");
    assertThat(identifiers("q=title:(%22haxan%22)")).containsExactly("haxan-1922");
    assertThat(identifiers("q=title:(%22no%22+AND+%22film%22)")).isEmpty();
  }

  @Test
  void filmsArePagedAndSorted() throws Exception {
    List<String> popular = identifiers("q=x&rows=20&page=1&sort%5B%5D=downloads+desc");
    assertThat(popular).hasSize(20).startsWith("night-of-the-living-dead-1968");
    assertThat(identifiers("q=x&rows=20&page=2")).hasSize(2).doesNotContainAnyElementsOf(popular);
    assertThat(identifiers("q=x&rows=1&sort%5B%5D=publicdate+desc"))
        .containsExactly("the-gold-rush-1925");
  }

  @Test
  void kitsuFindsAnAnimeByTheIdOfAnotherSite() throws Exception {
    String mal = "/mappings?filter%5BexternalSite%5D=myanimelist/anime&filter%5BexternalId%5D=";

    JsonNode found = get(upstream.url("KITSU_URL"), mal + "1&include=item");
    assertThat(found.at("/data/0/relationships/item/data/id").asText()).isEqualTo("1");
    assertThat(found.at("/included/0/attributes/canonicalTitle").asText())
        .isEqualTo("Cowboy Bebop");
    assertThat(get(upstream.url("KITSU_URL"), mal + "999999").at("/data")).isEmpty();
  }

  @Test
  void kitsuListsIncludeTheMappingsOfTheirAnime() throws Exception {
    JsonNode page = get(upstream.url("KITSU_URL"), "/anime?page%5Blimit%5D=2&include=mappings");

    assertThat(page.at("/included")).hasSize(4);
    assertThat(page.at("/data/0/relationships/mappings/data")).hasSize(2);
  }

  @Test
  void itemHasFilesAndUnknownItemIsEmpty() throws Exception {
    JsonNode item = get(upstream.url("INTERNET_ARCHIVE_URL"), "/metadata/metropolis-1927");
    assertThat(item.at("/metadata/title").asText()).isEqualTo("Metropolis");
    assertThat(each(item.at("/files"), "/format"))
        .containsExactly("Item Tile", "h.264", "Ogg Video");
    assertThat(get(upstream.url("INTERNET_ARCHIVE_URL"), "/metadata/nothing")).isEmpty();
    assertThat(client.get(upstream.url("INTERNET_ARCHIVE_URL"), "/elsewhere").statusCode())
        .isEqualTo(404);
  }

  @Test
  void animePagesLinkToTheNext() throws Exception {
    JsonNode first = get(upstream.url("KITSU_URL"), "/anime?page%5Blimit%5D=20");
    assertThat(first.at("/data")).hasSize(20);
    assertThat(first.at("/links/next").isTextual()).isTrue();
    int count = first.at("/meta/count").asInt();
    String last = "/anime?page%5Blimit%5D=20&page%5Boffset%5D=" + (count - 1);
    assertThat(get(upstream.url("KITSU_URL"), last).at("/data")).hasSize(1);
    assertThat(get(upstream.url("KITSU_URL"), last).at("/links/next").isMissingNode()).isTrue();
    assertThat(client.get(upstream.url("KITSU_URL"), "/anime?page%5Blimit%5D=21").statusCode())
        .isEqualTo(400);
  }

  @Test
  void animeAreSearchedByTitleAndSorted() throws Exception {
    JsonNode found = get(upstream.url("KITSU_URL"), "/anime?filter%5Btext%5D=bebop");
    assertThat(each(found.at("/data"), "/attributes/canonicalTitle"))
        .first()
        .isEqualTo("Cowboy Bebop");
    JsonNode latest = get(upstream.url("KITSU_URL"), "/anime?sort=-createdAt");
    assertThat(each(latest.at("/data"), "/attributes/startDate"))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void itemHasADrawnPoster() throws Exception {
    var picture = client.get(upstream.url("INTERNET_ARCHIVE_URL"), "/services/img/haxan-1922");

    assertThat(picture.headers().firstValue("Content-Type"))
        .hasValue("image/svg+xml; charset=utf-8");
    assertThat(picture.body()).contains("Häxan");
    assertThat(client.get(upstream.url("INTERNET_ARCHIVE_URL"), "/services/img/none").statusCode())
        .isEqualTo(404);
  }

  @Test
  void picturesAreNeitherCountedNorFail() throws Exception {
    String poster =
        get(upstream.url("KITSU_URL"), "/anime/1")
            .at("/data/attributes/posterImage/small")
            .asText();
    long before = upstream.calls();
    upstream.change(it -> it.withDown(true));
    try {
      assertThat(client.get(URI.create(poster), "").statusCode()).isEqualTo(200);
    } finally {
      upstream.change(it -> it.withDown(false));
    }
    assertThat(upstream.calls()).isEqualTo(before);
  }

  @Test
  void episodesArePaged() throws Exception {
    String path = "/anime/1/episodes?page%5Blimit%5D=20";
    JsonNode first = get(upstream.url("KITSU_URL"), path);
    JsonNode second = get(upstream.url("KITSU_URL"), path + "&page%5Boffset%5D=20");
    JsonNode filtered =
        get(upstream.url("KITSU_URL"), "/episodes?filter%5BmediaId%5D=1&page%5Blimit%5D=5");

    assertThat(first.at("/data")).hasSize(20);
    assertThat(each(second.at("/data"), "/attributes/number"))
        .containsExactly("21", "22", "23", "24", "25", "26");
    assertThat(second.at("/links/next").isMissingNode()).isTrue();
    assertThat(first.at("/data/1/attributes/airDate").asText()).isEqualTo("1998-04-10");
    assertThat(each(filtered.at("/data"), "/id")).hasSize(5).contains("10001");
  }

  @Test
  void animeDocumentIncludesRelatedResources() throws Exception {
    JsonNode bebop = get(upstream.url("KITSU_URL"), "/anime/1");
    assertThat(bebop.at("/data/attributes/titles/ja_jp").asText()).isEqualTo("カウボーイビバップ");
    assertThat(each(bebop.at("/included"), "/type"))
        .contains("genres", "categories", "producers", "mappings", "mediaRelationships", "anime");
    assertThat(client.get(upstream.url("KITSU_URL"), "/anime/999999").statusCode()).isEqualTo(404);
  }
}
