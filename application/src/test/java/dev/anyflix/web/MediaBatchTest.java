package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaBatchTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private final TestApi api = api();

  private static TestApi api() {
    try {
      return new TestApi(
          TestApi::medium,
          new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(
                org.eclipse.jetty.server.Request request,
                org.eclipse.jetty.server.Response response,
                org.eclipse.jetty.util.Callback callback) {
              return false;
            }
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> get(String ids, String... headers) throws Exception {
    return api.send("GET", "/api/media?ids=" + ids, headers);
  }

  private static String header(HttpResponse<String> response, String name) {
    return String.join("|", response.headers().allValues(name));
  }

  @Test
  void mediaAreTheEntriesOfTheirSourcesOwnRoutes() throws Exception {
    String single = api.send("GET", "/api/anilist/media/7").body();

    HttpResponse<String> batch = get("anilist:9,anilist:7");

    JsonNode body = JSON.readTree(batch.body());
    assertThat(body.at("/items/0/id").asText()).isEqualTo("anilist:9");
    assertThat(body.at("/items/1")).isEqualTo(JSON.readTree(single));
    assertThat(body.at("/failed")).isEmpty();
    assertThat(header(batch, "Cache-Status")).contains("fwd=miss; stored");
    assertThat(header(api.send("GET", "/api/anilist/media/9"), "Cache-Status"))
        .contains("detail=memory");
    assertThat(header(get("anilist:9,anilist:7"), "Cache-Status")).contains("detail=memory");
  }

  @Test
  void mediumThatFailsDoesNotFailTheOthers() throws Exception {
    HttpResponse<String> batch = get("anilist:404,anilist:7,anilist:503,odd,unknown:1");

    assertThat(batch.statusCode()).isEqualTo(200);
    JsonNode body = JSON.readTree(batch.body());
    assertThat(body.at("/items").findValuesAsText("id")).containsExactly("anilist:7");
    assertThat(body.at("/failed"))
        .extracting(
            each ->
                each.get("id").asText()
                    + " "
                    + each.get("status").asInt()
                    + " "
                    + each.get("code").asText())
        .containsExactly(
            "anilist:404 404 not_found",
            "anilist:503 503 upstream_down",
            "odd 400 bad_request",
            "unknown:1 404 not_found");
    assertThat(header(batch, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void batchWithAnUnknownMediumMayBeStored() throws Exception {
    assertThat(header(get("anilist:404,anilist:7"), "Cache-Control")).startsWith("max-age=");
  }

  @Test
  void ageIsThatOfTheOldestPart() throws Exception {
    get("anilist:7");
    api.clock.advance(java.time.Duration.ofSeconds(40));

    HttpResponse<String> batch = get("anilist:8,anilist:7");

    assertThat(header(batch, "Age")).isEqualTo("40");
    assertThat(header(batch, "Cache-Control")).startsWith("max-age=3600,");
  }

  @Test
  void copyOfTheClientIsConfirmed() throws Exception {
    String etag = header(get("anilist:7"), "ETag");

    assertThat(get("anilist:7", "If-None-Match", etag).statusCode()).isEqualTo(304);
  }

  @Test
  void everyOwnerOfDataIsNamed() throws Exception {
    assertThat(header(get("anilist:7,tmdb:movie:603"), "X-Attribution"))
        .contains("AniList", "TMDB", "JustWatch");
    assertThat(header(get("anilist:7"), "X-Attribution")).doesNotContain("TMDB");
    assertThat(header(api.send("GET", "/api/media/tmdb:movie:603"), "X-Attribution"))
        .contains("TMDB", "JustWatch");
    assertThat(header(api.send("GET", "/api/media/anilist%3A7"), "X-Attribution"))
        .contains("AniList");
  }

  @Test
  void singleMediumHasTheHeadersOfItsSourcesRoute() throws Exception {
    api.send("GET", "/api/media/anilist:7");
    HttpResponse<String> byRoute = api.send("GET", "/api/anilist/media/7");
    HttpResponse<String> byId = api.send("GET", "/api/media/anilist:7");

    for (String name : new String[] {"Cache-Status", "Age", "Cache-Control", "ETag", "Link"}) {
      assertThat(header(byId, name)).as(name).isEqualTo(header(byRoute, name)).isNotEmpty();
    }
    assertThat(byId.body()).isEqualTo(byRoute.body());
  }

  @Test
  void fiftyIdsAreAllowedAndNoMore() throws Exception {
    String fifty =
        IntStream.rangeClosed(1, 50).mapToObj(i -> "anilist:" + i).collect(Collectors.joining(","));

    assertThat(JSON.readTree(get(fifty).body()).at("/items")).hasSize(50);
    assertThat(get(fifty + ",anilist:51").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "anilist:1,,anilist:2", "anilist:1&surplus=1", "anilist:1&language=x"})
  void malformedBatchIsRefused(String query) throws Exception {
    assertThat(get(query).statusCode()).isEqualTo(400);
  }

  @Test
  void batchIsReadOnly() throws Exception {
    HttpResponse<String> answer = api.send("POST", "/api/media?ids=anilist:1");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
  }
}
