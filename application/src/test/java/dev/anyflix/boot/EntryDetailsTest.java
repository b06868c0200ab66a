package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the administration says about entries and frequent requests. */
final class EntryDetailsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private DemoService service;

  @BeforeEach
  void start() throws IOException {
    service = DemoService.start(Map.of("CACHE_PREFETCH", "false"));
  }

  private JsonNode json(String path) throws IOException {
    return JSON.readTree(RawHttp.get(service.port(), path).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/anilist/media/1",
        "/api/anilist/search?q=cowboy%20bebop&type=ANIME&genre=Action&genre=Drama&sort=SEARCH_MATCH&page=2",
        "/api/anilist/anime/search?q=%C3%A4%26b",
        "/api/anilist/trending",
        "/api/tmdb/configuration",
        "/api/tmdb/search?q=matrix",
        "/api/tmdb/movies/603",
        "/api/tmdb/movies/603?language=de-DE&region=DE",
        "/api/tmdb/movies/top-rated?region=DE&page=2",
        "/api/tmdb/tv/1396/seasons/1",
        "/api/tmdb/trending?type=tv",
        "/api/tmdb/movies/discover?genre=drama&minScore=60",
        "/api/tmdb/match?title=The%20Matrix&year=1999&type=movie",
        "/api/providers/any/popular",
        "/api/providers/any/media/an%20item"
      })
  void entryNamesThePathThatLeadsToIt(String path) throws Exception {
    assertThat(RawHttp.get(service.port(), path).statusCode()).as(path).isEqualTo(200);
    JsonNode entries = json("/admin/cache/keys?details=true").get("entries");

    assertThat(entries.findValuesAsText("href")).contains(path);
  }

  @Test
  void entryNamesTheTitleOfItsMediumOrOfTheFirstInItsList() throws Exception {
    json("/api/anilist/media/1");
    JsonNode list = json("/api/anilist/trending");
    List<String> titles = json("/admin/cache/keys?details=true").findValuesAsText("title");

    assertThat(titles)
        .containsExactlyInAnyOrder(
            "Cowboy Bebop",
            list.at("/items/0/title/preferred").asText()
                + " and "
                + (list.get("items").size() - 1)
                + " more");
  }

  @Test
  void textFindsEntriesByTitleAndPath() throws Exception {
    json("/api/anilist/media/1");
    json("/api/tmdb/movies/603");

    assertThat(json("/admin/cache/keys?details=true&q=BEBOP").findValuesAsText("href"))
        .containsExactly("/api/anilist/media/1");
    assertThat(json("/admin/cache/keys?details=true&q=movies%2F603").get("entries")).hasSize(1);
    assertThat(json("/admin/cache/keys?details=true&q=nothing-like-it").get("entries")).isEmpty();
  }

  @Test
  void hotRequestsAreThoseMadeMostOften() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i < 400; i++) {
      String path = i % 8 == 0 ? "/api/tmdb/movies/603" : "/api/anilist/media/1";
      URI address = URI.create("http://127.0.0.1:" + service.port() + path);
      client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    }
    JsonNode hot = json("/admin/cache/hot?limit=1").get("requests");

    assertThat(hot).hasSize(1);
    assertThat(hot.at("/0/href").asText()).isEqualTo("/api/anilist/media/1");
    assertThat(hot.at("/0/entry/title").asText()).isEqualTo("Cowboy Bebop");
    assertThat(hot.at("/0/requests").asInt()).isBetween(100, 800);
  }
}
