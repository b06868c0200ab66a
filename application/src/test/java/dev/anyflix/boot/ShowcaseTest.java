package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The root of the service: the showcase for browsers, the index for other clients. */
final class ShowcaseTest {

  private static final String CHROMIUM =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
  private static final Pattern REFERENCE =
      Pattern.compile("(?:src=|href=|from )[\"']((?:showcase/|\\./)[^\"'#]+)[\"']");

  private final HttpClient client = HttpClient.newHttpClient();
  @RegisterExtension private final DemoService service = DemoService.of(Map.of());

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(service.app().url().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {CHROMIUM, "text/html", "TEXT/HTML;level=1, application/json;q=0.5"})
  void browserGetsThePage(String accept) throws Exception {
    HttpResponse<String> page = get("/", "Accept", accept);

    assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(header(page, "Vary")).isEqualTo("Accept-Encoding, Accept");
    assertThat(page.body())
        .startsWith("<!doctype html>")
        .doesNotContain("href=\"/", "src=\"/", "{digest}");
    HttpResponse<String> again = get("/", "Accept", accept, "If-None-Match", header(page, "ETag"));
    assertThat(again.statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "application/json, text/html;q=0.9",
        "text/html;q=0",
        "text/html, \"",
        "nonsense"
      })
  void otherClientGetsTheIndex(String accept) throws Exception {
    HttpResponse<String> index = get("/", "Accept", accept);

    assertThat(header(index, "Content-Type")).isEqualTo("application/json");
    assertThat(header(index, "Vary")).isEqualTo("Accept-Encoding, Accept");
    assertThat(new ObjectMapper().readTree(index.body()).at("/name").asText()).isEqualTo("Anyflix");
  }

  @Test
  void pageAndItsFilesAreServedUnderAStrictPolicyThatNamesTheImageHosts() throws Exception {
    URI host = service.upstream().url("TMDB_URL");
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of("/"));
    while (!open.isEmpty()) {
      String path = open.remove();
      if (!seen.add(path)) {
        continue;
      }
      HttpResponse<String> response = get(path, "Accept", CHROMIUM);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(header(response, "Content-Security-Policy"))
          .startsWith(
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
          .contains("img-src 'self' " + host.getScheme() + "://" + host.getAuthority())
          .doesNotContain("unsafe", " * ", " https: ", "img-src *");
      REFERENCE
          .matcher(response.body())
          .results()
          .map(reference -> URI.create(path).resolve(reference.group(1)).toString())
          .forEach(open::add);
    }

    assertThat(seen.stream().map(path -> path.replaceAll(".*/", "")))
        .contains(
            "style.css", "icon.svg", "showcase.js", "api.js", "dom.js", "home.js", "title.js");
    assertThat(get("/showcase/0/style.css").statusCode()).isEqualTo(404);
  }

  @Test
  void pageHasLessThan600LinesOfCode() throws Exception {
    long lines = 0;
    for (String name :
        Stream.of(
                "index.html", "style.css", "showcase.js", "api.js", "dom.js", "home.js", "title.js")
            .map("/showcase/"::concat)
            .collect(Collectors.toList())) {
      try (var file = ShowcaseTest.class.getResourceAsStream(name)) {
        lines +=
            new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .count();
      }
    }

    assertThat(lines).isLessThan(600);
  }
}
