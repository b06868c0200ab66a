package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.contract.ContractClient;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Version;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The description of the API as it is served: the file and the page. */
final class DocumentationTest {

  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(?!data:)([^\"]*)\"");
  private static final HttpClient CLIENT = new ContractClient();
  private static App app;

  @BeforeAll
  static void start() {
    app =
        App.with(Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0")))
            .cache(new FakeCache())
            .start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(app.url() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void theDescriptionIsOfTheVersionThatRunsAndOfTheServerThatServesIt() throws Exception {
    JsonNode description = new ObjectMapper().readTree(get("/openapi.json").body());

    assertThat(description.at("/info/version").asText()).isEqualTo(Version.current());
    URI server = URI.create(app.url() + "/openapi.json");
    assertThat(server.resolve(description.at("/servers/0/url").asText()))
        .isEqualTo(URI.create(app.url() + "/"));
  }

  @Test
  void everythingButTheAdministrationAllowsOtherOrigins() throws Exception {
    String[] origin = {"Origin", "https://elsewhere.example"};

    assertThat(header(get("/openapi.json", origin), "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(get("/docs", origin), "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(get("/health"), "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(get("/admin", origin), "Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.json", "/docs", "/docs/initializer.js"})
  void whatTheClientHasIsNotSentAgain(String path) throws Exception {
    String etag = header(get(path), "ETag");
    HttpResponse<String> again = get(path, "If-None-Match", etag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void thePageAllowsNoInlineScriptAndHasNone() throws Exception {
    HttpResponse<String> page = get("/docs");

    assertThat(header(page, "Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self';")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContainPattern("<script>|<style|style=|onload=");
  }

  @Test
  void allThatThePageLoadsIsHere() throws Exception {
    String page = get("/docs").body();
    List<String> references =
        REFERENCE.matcher(page).results().map(reference -> reference.group(1)).toList();

    assertThat(references).hasSize(4);
    for (String reference : references) {
      assertThat(reference).doesNotStartWith("/");
      HttpResponse<String> file = get("/" + reference);
      assertThat(file.statusCode()).as(reference).isEqualTo(200);
      assertThat(file.body()).as(reference).isNotEmpty();
    }
    assertThat(page).doesNotContain("://");
  }

  @Test
  void aFileOfSwaggerUiIsKeptForAYearAndItsPathHoldsTheVersion() throws Exception {
    HttpResponse<String> file = get("/docs/swagger-ui/" + Version.swaggerUi() + "/swagger-ui.css");

    assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(file, "Content-Type")).startsWith("text/css");
    assertThat(get("/docs/swagger-ui/0.0.0/swagger-ui.css").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "index.html",
        "swagger-ui.js",
        "..%2F..%2F..%2F..%2Fopenapi.json",
        "%2e%2e%2fswagger-ui.css",
        "..",
        "swagger-ui.css%00",
        "SWAGGER-UI.CSS"
      })
  void noOtherFileOfTheJarIsServed(String name) throws Exception {
    HttpResponse<String> response =
        RawHttp.get(app.port(), "/docs/swagger-ui/" + Version.swaggerUi() + "/" + name);

    assertThat(response.statusCode()).isIn(400, 404);
  }
}
