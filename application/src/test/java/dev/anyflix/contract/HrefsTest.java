package dev.anyflix.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.boot.App;
import dev.anyflix.boot.DemoSettings;
import dev.anyflix.contract.Contract.Operation;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hrefs in the answers of every route, in the demo. */
final class HrefsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Providers allow one call a second, so that all the titles of a list take too long. */
  private static final int MAX_TITLES_OF_A_PROVIDER = 3;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Map<String, String> IDS = new LinkedHashMap<>();

  private static DemoUpstream upstream;
  private static App app;

  @BeforeAll
  static void start() throws IOException {
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, Clock.systemUTC());
    Map<String, String> budgets =
        Map.of(
            "ANILIST_REQUESTS_PER_MINUTE", "60000",
            "TMDB_REQUESTS_PER_SECOND", "1000",
            "TMDB_API_KEY", "key");
    app = App.with(Settings.of(DemoSettings.of(upstream, budgets))).start();
  }

  @AfterAll
  static void stop() {
    app.close();
    upstream.close();
    IDS.clear();
  }

  static Stream<String> targets() {
    return Contract.SHIPPED.operations().stream()
        .filter(operation -> operation.path().startsWith("/api/"))
        .flatMap(HrefsTest::targets);
  }

  private static Stream<String> targets(Operation operation) {
    Target example = Target.of(operation);
    if (!operation.path().contains("{provider}")) {
      return Stream.of(example.toString());
    }
    boolean ofOneTitle = operation.path().contains("{id}");
    return (ofOneTitle ? Stream.of("kitsu") : Stream.of("archive", "kitsu"))
        .map(id -> example.with("provider", id))
        .map(target -> ofOneTitle ? target.with("id", "1") : target)
        .map(target -> target.values().containsKey("q") ? target.with("q", "night") : target)
        .map(Target::toString);
  }

  private static JsonNode get(String target) throws Exception {
    URI uri = URI.create("http://localhost:" + app.port() + target);
    HttpResponse<String> response =
        CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(target + " " + response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyHrefLeadsToTheSameId(String target) throws Exception {
    JsonNode body = get(target);
    int titlesOfProviders = 0;
    for (JsonNode parent : body.findParents("href")) {
      JsonNode href = parent.get("href");
      boolean isOfProvider = href.asText().contains("/providers/");
      if (href.isNull() || isOfProvider && ++titlesOfProviders > MAX_TITLES_OF_A_PROVIDER) {
        continue;
      }
      String id = parent.get("id").asText();
      if (!id.equals(IDS.get(href.asText()))) {
        IDS.put(href.asText(), get(href.asText()).get("id").asText());
      }
      assertThat(IDS.get(href.asText())).as(target + " " + href).isEqualTo(id);
    }
    boolean isEmptyList = body.path("items").isArray() && body.path("items").isEmpty();
    assertThat(isEmptyList).as(target).isFalse();
  }
}
