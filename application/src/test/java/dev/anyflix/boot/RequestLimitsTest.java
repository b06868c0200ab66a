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

/** What the service refuses to read, and the headers that every answer carries. */
final class RequestLimitsTest {

  @RegisterExtension private final DemoService service = DemoService.generous(Map.of());

  private HttpResponse<String> send(String request) throws IOException {
    return RawHttp.send(service.port(), request);
  }

  private HttpResponse<String> send(String line, String headers) throws IOException {
    return send(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  }

  private static void assertRefusedAndClosed(HttpResponse<String> response, int status) {
    assertProblem(response, status);
    assertThat(response.headers().firstValue("Connection")).contains("close");
  }

  private static void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(response.body()).contains("\"status\":" + status);
  }

  @Test
  void anAddressThatIsTooLongIsRefused() throws Exception {
    assertRefusedAndClosed(send("GET /api/anilist/search?q=" + "a".repeat(20_000), ""), 414);
  }

  @Test
  void headersThatAreTooLargeAreRefused() throws Exception {
    assertRefusedAndClosed(send("GET /health", "X-Large: " + "a".repeat(20_000) + "\r\n"), 431);
    assertRefusedAndClosed(send("GET /health", "X-Many: 1\r\n".repeat(2_000)), 431);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65537", "9999999999", "9223372036854775807"})
  void aBodyThatSaysItIsTooLargeIsRefusedUnread(String length) throws Exception {
    assertProblem(send("POST /admin/cache/flush", "Content-Length: " + length + "\r\n"), 413);
  }

  @Test
  void aBodyThatDoesNotSayHowLargeItIsIsNotReadEither() throws Exception {
    HttpResponse<String> response =
        send(
            "POST /admin/cache/flush",
            "Transfer-Encoding: chunked\r\n\r\n"
                + ("400\r\n" + "a".repeat(0x400) + "\r\n").repeat(16));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "Get", "FOO", "TRACE", "G\u00cbT", "A-B", "PROPFIND", "QUERY"})
  void aMethodThatNobodyKnowsIsRefused(String method) throws Exception {
    HttpResponse<String> response = send(method + " /health", "");

    assertThat(response.statusCode()).isIn(400, 405);
    assertThat(response.body()).doesNotContain("healthy", "Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/anilist/media/%u0041",
        "/api/anilist/media/%zz",
        "/api/anilist/media/%",
        "/api/anilist/media/1%0",
        "/api/providers/%uD800/popular",
        "/admin/cache/entries/%u0041"
      })
  void aBrokenEscapeInThePathIsTheClientsFault(String path) throws Exception {
    assertProblem(send("GET " + path, ""), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?tag=null", "evil.example/", "health"})
  void aTargetThatIsNoPathIsRefusedAndRedirectsNowhere(String target) throws Exception {
    for (String method : new String[] {"GET", "OPTIONS"}) {
      HttpResponse<String> response = send(method + " " + target, "");

      assertProblem(response, 400);
      assertThat(response.headers().map()).doesNotContainKey("Location");
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.2", "HTTP/9.9", "HTTP/0.9", "HTTP/2.0", "ICY/1.0", "''"})
  void aVersionThatNobodyKnowsIsTheClientsFault(String version) throws Exception {
    HttpResponse<String> response =
        send("GET /health " + version + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(response.statusCode()).isIn(400, 426);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 200",
    "GET, /health, 200",
    "HEAD, /health, 200",
    "GET, /metrics, 200",
    "GET, /api/anilist/media/1, 200",
    "GET, /api/anilist/media/x, 400",
    "OPTIONS, /api/anilist/media/1, 204",
    "GET, /nowhere, 404",
    "POST, /health, 405",
    "FOO, /health, 405",
    "GET, /admin/cache/stats, 200",
    "GET, /%zz, 400"
  })
  void everyAnswerCarriesTheSecurityHeadersOnce(String method, String path, int status)
      throws Exception {
    send(method + " " + path, "");
    HttpResponse<String> response = send(method + " " + path, "");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
    assertThat(response.headers().allValues("Cross-Origin-Resource-Policy"))
        .containsExactly("same-origin");
    assertThat(response.headers().map()).doesNotContainKeys("Server", "X-Powered-By", "Set-Cookie");
  }

  @Test
  void aMethodThatAPathDoesNotTakeIsAnsweredWithThoseThatItDoes() throws Exception {
    HttpResponse<String> response = send("DELETE /health", "");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow"))
        .hasValueSatisfying(methods -> assertThat(methods).contains("GET", "HEAD"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/admin", "/docs", "/docs/"})
  void everyPageOfHtmlHasAPolicyForItsContent(String path) throws Exception {
    HttpResponse<String> response = send("GET " + path, "");

    if (response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
      assertThat(response.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy).contains("default-src"));
    }
  }
}
