package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The search over all sources of the whole service over the built-in upstream. */
final class SearchTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> SETTINGS =
      Map.of("TMDB_API_KEY", "key", "ANILIST_REQUESTS_PER_MINUTE", "60000");

  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch thawed = new CountDownLatch(1);
  @RegisterExtension private final DemoService service = DemoService.of(SETTINGS);

  @AfterEach
  void thaw() {
    thawed.countDown();
  }

  /** A provider whose searches take until the end of the test, or fail. */
  private FakeProvider stubborn(boolean isFrozen) {
    return new FakeProvider("stubborn", List.of()) {
      @Override
      public Answer<MediaPage> search(ProviderSearch request, Call call) {
        if (isFrozen) {
          awaitThaw();
        }
        throw new MediaSourceException(MediaSourceException.Kind.UNAVAILABLE, "Stubborn is down.");
      }
    };
  }

  private void awaitThaw() {
    try {
      thawed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void with(boolean isFrozen) {
    service.restart(
        App.with(service.settings())
            .provider(new AnyItemProvider("any"))
            .provider(stubborn(isFrozen)));
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + service.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static JsonNode source(JsonNode answer, String name) {
    for (JsonNode source : answer.at("/sources")) {
      if (source.get("source").asText().equals(name)) {
        return source;
      }
    }
    throw new AssertionError("no source " + name + " in " + answer.at("/sources"));
  }

  @Test
  void titleOfSeveralSourcesIsOneItemWithAllItsIds() throws Exception {
    JsonNode answer = json(get("/api/search?q=cowboy%20bebop"));

    JsonNode first = answer.at("/items/0");
    assertThat(first.get("id").asText()).isEqualTo("anilist:1");
    assertThat(first.at("/externalIds/tmdb").asText()).isEqualTo("tv:30991");
    assertThat(first.at("/externalIds/kitsu").asText()).isEqualTo("1");
    assertThat(answer.at("/sources").findValuesAsText("source"))
        .startsWith("anilist", "tmdb")
        .contains("archive", "kitsu");
    assertThat(answer.at("/sources").findValuesAsText("status")).containsOnly("ok");
    Set<String> ids = new HashSet<>();
    answer.at("/items").forEach(item -> assertThat(ids.add(item.get("id").asText())).isTrue());
  }

  @Test
  void secondSearchIsAHitAndNamesTheOwners() throws Exception {
    get("/api/search?q=naruto");

    HttpResponse<String> second = get("/api/search?q=naruto");

    assertThat(header(second, "Cache-Status")).contains("hit").contains("detail=memory");
    assertThat(header(second, "Cache-Control")).contains("stale-if-error");
    assertThat(second.headers().allValues("X-Attribution")).hasSize(3);
  }

  @Test
  void searchOfOneKindAsksTheSourcesThatHaveIt() throws Exception {
    JsonNode answer = json(get("/api/search?q=metropolis&type=MOVIE"));

    assertThat(answer.at("/items").findValuesAsText("kind")).containsOnly("MOVIE");
    assertThat(answer.at("/sources").findValuesAsText("source"))
        .contains("tmdb")
        .doesNotContain("anilist", "archive", "kitsu");
  }

  @Test
  void frozenSourceIsLateAfterTwoSeconds() throws Exception {
    with(true);
    long begin = System.nanoTime();

    HttpResponse<String> response = get("/api/search?q=naruto");

    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    JsonNode answer = json(response);
    System.out.println("[search] one source frozen: " + time.toMillis() + " ms");
    assertThat(time).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(5));
    assertThat(source(answer, "stubborn").get("status").asText()).isEqualTo("late");
    assertThat(source(answer, "anilist").get("status").asText()).isEqualTo("ok");
    assertThat(answer.at("/items")).isNotEmpty();
    assertThat(header(response, "Cache-Control")).isEqualTo("max-age=10");
  }

  @Test
  void failedSourceIsNamedWithItsCode() throws Exception {
    with(false);

    HttpResponse<String> response = get("/api/search?q=naruto");

    JsonNode failed = source(json(response), "stubborn");
    assertThat(failed.get("status").asText()).isEqualTo("failed");
    assertThat(failed.get("code").asText()).isEqualTo("upstream_down");
    assertThat(header(response, "Cache-Control")).isEqualTo("max-age=10");
  }

  @Test
  void searchFailsAsItsSourcesDoWhereAllFail() throws Exception {
    service.upstream().change(options -> options.withDown(true));

    HttpResponse<String> response = get("/api/search?q=naruto");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(JSON.readTree(response.body()).get("code").asText()).isEqualTo("upstream_down");
    assertThat(header(response, "Retry-After")).isNotEmpty();
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void titleOfAnEarlierPageDoesNotComeAgain() throws Exception {
    service.restart(
        App.with(service.settings())
            .provider(new FakeProvider("one", films("one", 1, 40)))
            .provider(new FakeProvider("two", films("two", 21, 60))));

    JsonNode first = json(get("/api/search?q=film&type=VIDEO"));
    JsonNode second = json(get("/api/search?q=film&type=VIDEO&page=2"));
    JsonNode alone = json(get("/api/search?q=film&type=VIDEO&page=3"));

    assertThat(ids(first)).hasSize(40).contains("one:1", "two:21");
    assertThat(ids(second)).hasSize(20).contains("two:41").noneMatch(id -> id.startsWith("one:"));
    assertThat(second.get("hasNextPage").asBoolean()).isFalse();
    assertThat(ids(alone)).isEmpty();
  }

  @Test
  void pageIsCompleteWhereTheEarlierOnesAreNotCached() throws Exception {
    service.restart(
        App.with(service.settings())
            .provider(new FakeProvider("one", films("one", 1, 40)))
            .provider(new FakeProvider("two", films("two", 21, 60))));

    assertThat(ids(json(get("/api/search?q=film&type=VIDEO&page=2")))).hasSize(40);
  }

  private static List<Media> films(String provider, int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(
            number ->
                Media.builder(
                        provider + ":" + number,
                        provider,
                        "" + number,
                        MediaKind.VIDEO,
                        Title.of("Film " + "abcdefgh".charAt(number % 8) + number * number))
                    .year(1950 + number)
                    .build())
        .toList();
  }

  private static List<String> ids(JsonNode answer) {
    return answer.at("/items").valueStream().map(item -> item.get("id").asText()).toList();
  }

  @Test
  void searchWithoutTmdbDoesNotAskIt() throws Exception {
    service.restart(
        App.with(dev.anyflix.settings.Settings.of(DemoSettings.of(service.upstream(), Map.of()))));

    JsonNode answer = json(get("/api/search?q=naruto"));

    assertThat(answer.at("/sources").findValuesAsText("source"))
        .contains("anilist", "archive", "kitsu")
        .doesNotContain("tmdb");
  }

  @Test
  void malformedSearchIsABadRequest() throws Exception {
    for (String query : List.of("", "?q=", "?q=x&type=book", "?q=x&page=0", "?q=x&more=1")) {
      assertThat(get("/api/search" + query).statusCode()).as(query).isEqualTo(400);
    }
  }

  @Test
  void mediaIsFoundByTheIdOfAnotherSite() throws Exception {
    assertThat(json(get("/api/media/mal:1")).get("id").asText()).isEqualTo("anilist:1");
    assertThat(json(get("/api/media/imdb:tt0133093")).get("id").asText())
        .isEqualTo("tmdb:movie:603");
    JsonNode batch = json(get("/api/media?ids=mal:1,imdb:tt0133093,anilist:5,imdb:tt9999999"));
    assertThat(batch.at("/items"))
        .extracting(item -> item.get("id").asText())
        .containsExactly("anilist:1", "tmdb:movie:603", "anilist:5");
    assertThat(batch.at("/failed/0/id").asText()).isEqualTo("imdb:tt9999999");
  }

  @Test
  void batchTakesIdsOfAllSitesAndNamesThoseThatAreMalformed() throws Exception {
    JsonNode batch =
        json(
            get(
                "/api/media?ids=mal:1,imdb:tt0903747,tmdb:movie:603,kitsu:1,"
                    + "mal:0,tvdb:-1,imdb:tt,nonsense,mal:99999999"));

    assertThat(ids(batch))
        .containsExactly("anilist:1", "tmdb:tv:1396", "tmdb:movie:603", "kitsu:1");
    assertThat(batch.at("/failed").findValuesAsText("id"))
        .containsExactly("mal:0", "tvdb:-1", "imdb:tt", "nonsense", "mal:99999999");
    assertThat(batch.at("/failed").findValuesAsText("status"))
        .containsExactly("400", "400", "400", "400", "404");
  }

  @Test
  void searchTimesOutWhereAllSourcesAreFrozen() throws Exception {
    service.restart(App.with(service.settings()).provider(stubborn(true)));

    HttpResponse<String> response = get("/api/search?q=film&type=VIDEO");

    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(response.body()).contains("\"upstream_timeout\"");
  }

  @Test
  void mediaByAnUnknownOrMalformedIdOfAnotherSiteIsRefused() throws Exception {
    HttpResponse<String> unknown = get("/api/media/imdb:tt9999999");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(header(unknown, "Cache-Status")).contains("stored");
    assertThat(get("/api/media/imdb:1").statusCode()).isEqualTo(400);
    assertThat(get("/api/media/mal:x").statusCode()).isEqualTo(400);
    assertThat(get("/api/media/mal:99999999").statusCode()).isEqualTo(404);
  }

  @Test
  void streamsOfAFilmAreThoseOfItsCopies() throws Exception {
    JsonNode found = json(get("/api/search?q=metropolis"));
    String id = found.at("/items/0/id").asText();

    JsonNode answer = json(get("/api/media/" + id + "/streams"));

    assertThat(answer.at("/sources/0/status").asText()).isEqualTo("ok");
    assertThat(answer.at("/items")).isNotEmpty();
    assertThat(answer.at("/items/0/provider").asText()).isEqualTo("archive");
    assertThat(answer.at("/items/0/id").asText()).isEqualTo("archive:metropolis-1927");
    assertThat(answer.at("/items/0/url").asText()).startsWith("http");
    assertThat(answer.at("/items/0/confidence").asDouble()).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void titleWithoutACopyHasNoStreams() throws Exception {
    JsonNode answer = json(get("/api/media/tmdb:movie:603/streams"));

    assertThat(answer.at("/items")).isEmpty();
    assertThat(answer.at("/sources").findValuesAsText("source")).containsExactly("archive");
    assertThat(get("/api/media/tmdb:movie:99999999/streams").statusCode()).isEqualTo(404);
    assertThat(get("/api/media/nonsense/streams").statusCode()).isEqualTo(400);
  }
}
