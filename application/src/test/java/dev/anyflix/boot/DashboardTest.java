package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.contract.ContractClient;
import dev.anyflix.settings.SettingTable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard's routes, as a browser sees them. */
final class DashboardTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern REFERENCE =
      Pattern.compile("(?:src=|href=|from |import )[\"']((?:admin/|\\./)[^\"'#]+)[\"']");
  private static final String TOKEN = "token-of-the-test";

  private final HttpClient client = HttpClient.newHttpClient();
  @RegisterExtension private final DemoService service = DemoService.of(Map.of());

  private void restartWithToken() {
    service.restart(service.settings().with(SettingTable.ADMIN_TOKEN, TOKEN));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpRequest built = request.build();
    return ContractClient.checked(
        built.method(), built.uri().getRawPath(), client.send(built, BodyHandlers.ofString()));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The stream of an events request; closing it leaves. */
  private HttpResponse<InputStream> watch() throws Exception {
    return client.send(to("/admin/events").build(), BodyHandlers.ofInputStream());
  }

  @Test
  void thePageAndAllThatItLoadsIsServedUnderAStrictPolicy() throws Exception {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of("/admin"));
    while (!open.isEmpty()) {
      String path = open.remove();
      if (!seen.add(path)) {
        continue;
      }
      HttpResponse<String> response = send(to(path));
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(header(response, "Content-Security-Policy"))
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
          .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
          .doesNotContain("unsafe");
      assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
      if (!path.endsWith(".css")) {
        REFERENCE
            .matcher(response.body())
            .results()
            .map(found -> URI.create(path).resolve(found.group(1)).toString())
            .forEach(open::add);
      }
    }
    assertThat(seen)
        .anyMatch(path -> path.endsWith("/uPlot.esm.js"))
        .anyMatch(path -> path.endsWith("/entries.js"))
        .allMatch(path -> path.equals("/admin") || path.startsWith("/admin/assets/"));
  }

  @Test
  void filesAreKeptForGoodAndThePageIsCheckedEachTime() throws Exception {
    HttpResponse<String> page = send(to("/admin"));
    String script = "/" + page.body().replaceAll("(?s).*src=\"([^\"]+)\".*", "$1");
    HttpResponse<String> file = send(to(script));

    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(file, "Content-Type")).startsWith("text/javascript");
    assertThat(send(to("/admin").header("If-None-Match", header(page, "ETag"))).statusCode())
        .isEqualTo(304);
    assertThat(send(to("/admin").method("HEAD", BodyPublishers.noBody())).body()).isEmpty();
    assertThat(send(to("/admin/assets/another/dashboard.js")).statusCode()).isEqualTo(404);
    assertThat(send(to(script.replace("dashboard.js", "index.html"))).statusCode()).isEqualTo(404);
  }

  @Test
  void withATokenThePageMayBeLoadedButNoDataWithoutIt() throws Exception {
    restartWithToken();

    assertThat(RawHttp.send(service.port(), request("/admin", "media.example")).statusCode())
        .isEqualTo(200);
    assertThat(send(to("/admin/events")).statusCode()).isEqualTo(401);
    assertThat(send(to("/admin/events").method("HEAD", BodyPublishers.noBody())).statusCode())
        .isEqualTo(401);
    assertThat(send(to("/admin/cache/keys")).statusCode()).isEqualTo(401);
    HttpRequest.Builder known = to("/admin/events").header("Authorization", "Bearer " + TOKEN);
    HttpResponse<InputStream> events = client.send(known.build(), BodyHandlers.ofInputStream());
    assertThat(events.statusCode()).isEqualTo(200);
    events.body().close();
  }

  @Test
  void withoutATokenThePageIsForThisMachineOnly() throws Exception {
    assertThat(RawHttp.send(service.port(), request("/admin", "media.example")).statusCode())
        .isEqualTo(403);
    assertThat(RawHttp.send(service.port(), request("/admin", "localhost")).statusCode())
        .isEqualTo(200);
  }

  private static String request(String path, String host) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, http://evil.example",
    "Origin, http://localhost:1",
    "Origin, null"
  })
  void whatAnotherSiteSendsClearsNothing(String name, String value) throws Exception {
    send(to("/api/anilist/media/1"));
    HttpRequest.Builder flush =
        to("/admin/cache/flush").header(name, value).POST(BodyPublishers.noBody());

    assertThat(send(flush).statusCode()).isEqualTo(403);
    assertThat(send(to("/admin/events").header("Sec-Fetch-Site", "cross-site")).statusCode())
        .isEqualTo(403);
    assertThat(header(send(to("/api/anilist/media/1")), "Cache-Status")).contains("hit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"same-origin", "none"})
  void whatThePageItselfSendsIsTaken(String site) throws Exception {
    HttpRequest.Builder flush =
        to("/admin/cache/flush")
            .header("Sec-Fetch-Site", site)
            .header("Origin", "http://localhost:" + service.port())
            .POST(BodyPublishers.noBody());

    assertThat(send(flush).statusCode()).isEqualTo(200);
    HttpRequest.Builder own =
        to("/admin/cache/flush")
            .header("Origin", "http://localhost:" + service.port())
            .POST(BodyPublishers.noBody());
    assertThat(send(own).statusCode()).isEqualTo(200);
    HttpRequest.Builder link =
        to("/admin/cache/stats")
            .header("Sec-Fetch-Site", "cross-site")
            .header("Sec-Fetch-Dest", "document");
    assertThat(send(link).statusCode()).isEqualTo(200);
  }

  @Test
  void theStreamSendsTheStatisticsAgainAndAgain() throws Exception {
    HttpResponse<InputStream> events = watch();
    assertThat(header(events, "Content-Type")).startsWith("text/event-stream");
    assertThat(header(events, "Cache-Control")).isEqualTo("no-store");

    try (var lines = new Scanner(events.body()).useDelimiter("\n\n")) {
      assertThat(lines.next()).startsWith("event: history\ndata: {\"stepSeconds\":5,");
      JsonNode first = statsIn(lines.next());
      assertThat(lines.next()).startsWith("event: warm\ndata: {\"running\":false");
      assertThat(lines.next()).startsWith("event: history\n");
      send(to("/api/anilist/media/1"));
      JsonNode second = statsIn(lines.next());
      while (second.at("/operations/anilist_media_by_id/misses").asInt() == 0) {
        lines.next();
        lines.next();
        second = statsIn(lines.next());
      }

      JsonNode asked = JSON.readTree(send(to("/admin/cache/stats")).body());
      assertThat(first.fieldNames()).toIterable().containsExactlyElementsOf(asked::fieldNames);
      assertThat(first.at("/operations/anilist_media_by_id/misses").asInt()).isZero();
      assertThat(second.at("/operations/anilist_media_by_id/misses").asInt()).isEqualTo(1);
      assertThat(second.at("/operations/anilist_media_by_id/ttlSeconds").asInt()).isEqualTo(3600);
    }
  }

  private static JsonNode statsIn(String event) throws IOException {
    assertThat(event).startsWith("event: stats\ndata: ");
    return JSON.readTree(event.substring("event: stats\ndata: ".length()));
  }

  @Test
  void noMoreThanSixteenWatchAndOneWhoLeavesMakesRoom() throws Exception {
    List<InputStream> streams = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      HttpResponse<InputStream> events = watch();
      assertThat(events.statusCode()).isEqualTo(200);
      streams.add(events.body());
    }
    HttpResponse<String> refused = send(to("/admin/events"));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(header(refused, "Retry-After")).isNotEmpty();

    streams.remove(0).close();
    Awaitility.await()
        .until(
            () -> {
              HttpResponse<InputStream> events = watch();
              streams.add(events.body());
              return events.statusCode() == 200;
            });
    for (InputStream stream : streams) {
      stream.close();
    }
  }

  @Test
  void aStreamEndsWhenTheServiceStopsAndDoesNotHoldItUp() throws Exception {
    HttpResponse<InputStream> events = watch();
    CompletableFuture<String> everything =
        CompletableFuture.supplyAsync(
            () -> {
              try (InputStream body = events.body()) {
                return new String(body.readAllBytes());
              } catch (IOException e) {
                throw new IllegalStateException("the stream did not end cleanly", e);
              }
            });

    assertThat(CompletableFuture.runAsync(service.app()::close))
        .succeedsWithin(3, TimeUnit.SECONDS);
    assertThat(everything.get(3, TimeUnit.SECONDS)).startsWith("event: history").endsWith("\n\n");
  }

  @Test
  void theListOfKeysHoldsDetailsWhenAskedForThem() throws Exception {
    send(to("/api/anilist/media/1"));
    JsonNode plain = JSON.readTree(send(to("/admin/cache/keys")).body());
    JsonNode page = JSON.readTree(send(to("/admin/cache/keys?details=true")).body());

    assertThat(plain.has("entries")).isFalse();
    assertThat(page.at("/entries/0/key")).isEqualTo(page.at("/keys/0"));
    assertThat(page.at("/entries/0/request").asText()).isEqualTo("AniListSource.media/3?id=1");
    assertThat(page.at("/entries/0/sizeBytes").asInt()).isPositive();
    assertThat(page.at("/entries/0").has("body")).isFalse();
  }
}
