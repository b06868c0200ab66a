package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.contract.ContractClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no upstream call pays for cost no budget, and their answers are not stored. */
final class RequestsWithoutCallsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EMOJI = "%F0%9F%98%80";

  @RegisterExtension
  private static final DemoService service =
      DemoService.of(Map.of("TMDB_API_KEY", "key-of-the-test"));

  private final HttpClient client = new ContractClient();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/providers/archive/media/-x1",
        "/api/providers/archive/media/a%20b",
        "/api/providers/kitsu/media/abc",
        "/api/providers/kitsu/media/0/episodes"
      })
  void idThatCannotExistIsNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
    assertNothingWasStored(get(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/anilist/search?q=" + EMOJI,
        "/api/anilist/anime/search?q=" + EMOJI + EMOJI,
        "/api/tmdb/search?q=--",
        "/api/providers/archive/search?q=" + EMOJI,
        "/api/providers/kitsu/search?q=..."
      })
  void searchWithoutLetterOrDigitIsAnEmptyPage(String path) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).path("items")).isEmpty();
    assertNothingWasStored(get(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/tmdb/match?title=" + EMOJI, "/api/tmdb/match?title=!&year=2020"})
  void titleWithoutLetterOrDigitHasNoMatch(String path) throws Exception {
    assertThat(JSON.readTree(get(path).body()).path("match").isNull()).isTrue();
    assertNothingWasStored(get(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/anilist/search?q=7", "/api/tmdb/search?q=1917", "/api/anilist/search"})
  void otherRequestsAreAnsweredByTheSource(String path) throws Exception {
    get(path);

    assertThat(cacheStatus(get(path))).startsWith("anyflix; hit");
  }

  private void assertNothingWasStored(HttpResponse<String> second) throws Exception {
    assertThat(cacheStatus(second)).isEqualTo("anyflix; fwd=bypass");
    String path = second.request().uri().getRawPath();
    String keys = get("/admin/cache/keys?q=" + path.substring(path.lastIndexOf('/') + 1)).body();
    assertThat(JSON.readTree(keys).path("keys")).as(keys).isEmpty();
  }

  private static String cacheStatus(HttpResponse<?> answer) {
    return answer.headers().firstValue("Cache-Status").orElse("");
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI address = service.app().url().resolve(path);
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}
