package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use /admin, asked byte for byte as an attacker would. */
final class AdminAccessTest {

  private static final String STATS = "/admin/cache/stats";
  private static final String FLUSH = "/admin/cache/flush";
  private static final String TOKEN = "right-token";

  @RegisterExtension private final DemoService open = DemoService.generous(Map.of());

  @RegisterExtension
  private final DemoService guarded = DemoService.generous(Map.of("ADMIN_TOKEN", TOKEN));

  private static HttpResponse<String> send(
      DemoService service, String method, String target, String... headers) throws IOException {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return RawHttp.send(
        service.port(),
        method + " " + target + " HTTP/1.1\r\n" + lines + "Connection: close\r\n\r\n");
  }

  private static void assertRefused(HttpResponse<String> response) {
    assertThat(response.statusCode()).isBetween(400, 499);
    assertThat(response.body()).doesNotContain("cache_enabled", "Flushed", TOKEN);
    if (response.statusCode() == 401 || response.statusCode() == 403) {
      assertThat(response.headers().map()).doesNotContainKey("Access-Control-Allow-Origin");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8000",
        "LOCALHOST",
        "127.0.0.1",
        "127.0.0.1:8000",
        "[::1]:8000"
      })
  void aPeerAtTheMachineByALoopbackNameMayAdminister(String host) throws Exception {
    assertThat(send(open, "GET", STATS, "Host: " + host).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost.",
        "localhost@evil.example",
        "0.0.0.0",
        "[::]",
        "2130706433",
        "169.254.1.1"
      })
  void aNameThatWasReboundToLoopbackIsRefused(String host) throws Exception {
    assertRefused(send(open, "GET", STATS, "Host: " + host));
    assertRefused(send(open, "POST", FLUSH, "Host: " + host));
  }

  @Test
  void oneHostNameIsNeededAndNoMore() throws Exception {
    assertRefused(send(open, "GET", STATS));
    assertRefused(send(open, "GET", STATS, "Host: localhost", "Host: evil.example"));
    assertRefused(send(open, "GET", "http://localhost" + STATS, "Host: evil.example"));
    assertRefused(RawHttp.send(open.port(), "GET " + STATS + " HTTP/1.0\r\n\r\n"));
    assertRefused(
        RawHttp.send(open.port(), "GET " + STATS + " HTTP/1.0\r\nHost: localhost\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-For:",
        "x-forwarded-for: ::1",
        "Forwarded: for=127.0.0.1",
        "Via: 1.1 proxy",
        "X-Real-IP: 127.0.0.1",
        "X-Forwarded-Host: localhost",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Port: 443",
        "X-Forwarded-Anything: 1",
        "X-Original-URI: /admin",
        "X-Original-Forwarded-For: 1.2.3.4",
        "X-Client-IP: 127.0.0.1",
        "X-Cluster-Client-IP: 127.0.0.1",
        "X-Envoy-External-Address: 1.2.3.4",
        "X-Amzn-Trace-Id: Root=1",
        "True-Client-IP: 127.0.0.1",
        "CF-Connecting-IP: 127.0.0.1",
        "CF-Ray: 1",
        "CDN-Loop: cloudflare",
        "Fastly-Client-IP: 127.0.0.1",
        "Fly-Client-IP: 127.0.0.1",
        "Tailscale-User-Login: me",
        "Client-IP: 127.0.0.1",
        "Front-End-Https: on"
      })
  void whatComesThroughAProxyIsNoDirectPeer(String header) throws Exception {
    assertRefused(send(open, "GET", STATS, "Host: localhost", header));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/cache/stats",
        "//admin/cache/stats",
        "/admin//cache/stats",
        "/admin/cache/stats/",
        "/%61dmin/cache/stats",
        "/admin%2Fcache%2Fstats",
        "/%2561dmin/cache/stats",
        "/admin;x/cache/stats",
        "/admin/cache/stats;x=1",
        "/ADMIN/cache/stats",
        "/Admin/Cache/Stats",
        "/./admin/cache/stats",
        "/api/../admin/cache/stats",
        "/api/%2e%2e/admin/cache/stats",
        "/api/..;/admin/cache/stats",
        "/admin/./cache/stats",
        "/admin/cache/stats%00",
        "/admin/cache/stats%20",
        "/admin\\cache\\stats",
        "/admin/cache/stats?x=1",
        "/admin/cache/stats#x",
        "http://localhost/admin/cache/stats"
      })
  void noSpellingOfThePathGoesAroundTheGuard(String target) throws Exception {
    for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE"}) {
      assertRefused(send(open, method, target, "Host: evil.example"));
      assertRefused(send(guarded, method, target, "Host: localhost"));
      assertRefused(
          send(guarded, method, target, "Host: localhost", "Authorization: Bearer wrong"));
    }
  }

  @Test
  void askingForTheMethodsOfAPathTellsNothingElse() throws Exception {
    for (String target : new String[] {STATS, FLUSH, "/admin", "/api/../admin/cache/stats"}) {
      HttpResponse<String> options = send(guarded, "OPTIONS", target, "Host: evil.example");

      assertThat(options.statusCode()).isLessThan(500);
      assertThat(options.body()).doesNotContain("cache_enabled", TOKEN);
      assertThat(options.headers().map().keySet())
          .noneMatch(name -> name.startsWith("Access-Control-"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /admin/cache/flush",
    "POST, /admin/cache/warm",
    "POST, /admin/cache/clear/anilist",
    "DELETE, /admin/cache/entries/anilist_search:00000000000000000000000000000000",
    "POST, /admin/cache/entries/anilist_search:00000000000000000000000000000000/refresh"
  })
  void aPageOfAnotherSiteChangesNothing(String method, String path) throws Exception {
    for (String header :
        new String[] {
          "Origin: https://evil.example",
          "Origin: null",
          "Origin: http://localhost.evil.example",
          "Origin: http://localhost:9",
          "Sec-Fetch-Site: cross-site",
          "Sec-Fetch-Site: same-site"
        }) {
      assertThat(send(open, method, path, "Host: localhost", header).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void theDashboardsOwnPageMayChangeThings() throws Exception {
    String token = "Authorization: Bearer " + TOKEN;

    assertThat(
            send(
                    open,
                    "POST",
                    FLUSH,
                    "Host: localhost:8000",
                    "Origin: http://localhost:8000",
                    "Sec-Fetch-Site: same-origin")
                .statusCode())
        .isEqualTo(200);
    assertThat(
            send(
                    guarded,
                    "POST",
                    FLUSH,
                    "Host: media.example",
                    "Origin: https://media.example",
                    token)
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Basic cmlnaHQtdG9rZW4=",
        "right-token",
        "Bearer right-toke",
        "Bearer right-tokenn",
        "Bearer RIGHT-TOKEN",
        "Bearer right-token right-token"
      })
  void onlyTheRightTokenOpens(String authorization) throws Exception {
    HttpResponse<String> refused =
        send(guarded, "GET", STATS, "Host: localhost", "Authorization: " + authorization);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertRefused(refused);
    assertThat(
            send(guarded, "GET", STATS, "Host: a.example", "authorization: bearer " + TOKEN)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void wrongTokensAreThrottledAndTheRightOneIsNot() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(
              send(guarded, "GET", STATS, "Host: localhost", "Authorization: Bearer guess" + i)
                  .statusCode())
          .isEqualTo(401);
    }
    HttpResponse<String> throttled =
        send(guarded, "GET", STATS, "Host: localhost", "Authorization: Bearer guess");
    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.headers().firstValue("Retry-After")).contains("60");

    assertThat(
            send(guarded, "GET", STATS, "Host: localhost", "Authorization: Bearer " + TOKEN)
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic Z3Vlc3M6Z3Vlc3M=", "Negotiate abc", "guess", ""})
  void otherSchemesAreNotThrottled(String authorization) throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(
              send(guarded, "GET", STATS, "Host: localhost", "Authorization: " + authorization)
                  .statusCode())
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
        "x-http-method-override"
      })
  void methodOverrideIsIgnored(String header) throws Exception {
    for (String method : new String[] {"POST", "BEFORE", "DELETE", "OPTIONS"}) {
      assertThat(send(open, "GET", FLUSH, "Host: localhost", header + ": " + method).statusCode())
          .isEqualTo(405);
      assertThat(send(open, "GET", "/health", "Host: localhost", header + ": " + method).body())
          .contains("healthy");
    }
  }

  @Test
  void browserThatIsRefusedGetsAPage() throws Exception {
    HttpResponse<String> page =
        send(open, "GET", "/admin", "Host: media.example", "Accept: text/html,*/*;q=0.8");

    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(page.body()).contains("ADMIN_TOKEN", "<h1>").doesNotContain("{detail}");
    assertThat(send(open, "GET", "/admin", "Host: media.example").body()).startsWith("{");
    assertThat(send(guarded, "GET", STATS, "Host: localhost", "Accept: text/html").body())
        .contains("<h1>");
  }

  @Test
  void otherOriginsReadTheApiButNeverTheAdministration() throws Exception {
    String origin = "Origin: https://front.example";
    HttpResponse<String> api = send(open, "GET", "/api/anilist/media/1", "Host: localhost", origin);
    HttpResponse<String> preflight =
        send(
            open,
            "OPTIONS",
            FLUSH,
            "Host: localhost",
            origin,
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Private-Network: true");

    assertThat(api.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(preflight.headers().map().keySet())
        .noneMatch(name -> name.startsWith("Access-Control-"));
    for (String path : new String[] {STATS, "/admin", "/%61dmin", "/ADMIN/cache/stats"}) {
      assertThat(send(open, "GET", path, "Host: localhost", origin).headers().map())
          .as(path)
          .doesNotContainKey("Access-Control-Allow-Origin");
    }
    for (String path : new String[] {"/health", "/metrics", "/nowhere", "/", "/docs", "/%zz"}) {
      for (String header : new String[] {origin, "X-Any: 1"}) {
        assertThat(
                send(open, "GET", path, "Host: localhost", header)
                    .headers()
                    .allValues("Access-Control-Allow-Origin"))
            .as(path)
            .containsExactly("*");
      }
    }
  }

  @Test
  void preflightAllowsEveryHeaderThatIsAskedFor() throws Exception {
    HttpResponse<String> preflight =
        send(
            open,
            "OPTIONS",
            "/api/anilist/media/1",
            "Host: localhost",
            "Origin: https://front.example",
            "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: x-trace, authorization");

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
        .contains("x-trace, authorization");
    assertThat(preflight.headers().map()).doesNotContainKey("Access-Control-Allow-Credentials");
  }

  @Test
  void onlyTheOriginsOfTheSettingsReadTheApi() throws Exception {
    try (var chosen = DemoService.start(Map.of("CORS_ORIGINS", "https://front.example"))) {
      String path = "/api/anilist/media/1";
      HttpResponse<String> known =
          send(chosen, "GET", path, "Host: localhost", "Origin: https://front.example");
      HttpResponse<String> other =
          send(chosen, "GET", path, "Host: localhost", "Origin: https://evil.example");

      assertThat(known.headers().firstValue("Access-Control-Allow-Origin"))
          .contains("https://front.example");
      assertThat(known.headers().allValues("Vary").toString()).contains("Origin");
      assertThat(other.headers().map()).doesNotContainKey("Access-Control-Allow-Origin");
      assertThat(other.headers().allValues("Vary").toString()).contains("Origin");
    }
  }
}
