package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The messages of failed admin requests. */
@Timeout(60)
final class AdminClientTest {

  private static final String TOKEN = "s3cret-of-the-service";
  private static final String STATS = "{\"cache_enabled\":true,\"status\":\"active\"}";

  /** A prepared response; the last one is repeated. */
  private record Reply(int status, String body, Map<String, String> headers) {}

  @TempDir Path directory;

  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Reply reply = replies.size() > 1 ? replies.remove() : replies.element();
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void answer(int status, String body) {
    replies.add(new Reply(status, body, Map.of()));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private CommandLineRun stats(String url, String... more) {
    String[] arguments = new String[more.length + 5];
    List<String> base = List.of("stats", "--token", TOKEN, "--url", url);
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i < base.size() ? base.get(i) : more[i - base.size()];
    }
    CommandLineRun run = CommandLineRun.of(Map.of(), directory, arguments);
    assertThat(run.out() + run.err()).doesNotContain(TOKEN);
    return run;
  }

  private void assertFails(CommandLineRun run, String... words) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: ").contains(words);
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void refusedConnectionIsReported() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertFails(
        stats("http://127.0.0.1:" + port),
        "Connection to http://127.0.0.1:" + port + " refused",
        "--url or ANYFLIX_URL");
  }

  @Test
  void unknownHostIsReported() {
    assertFails(stats("http://no-such-host.invalid"), "Unknown host no-such-host.invalid");
  }

  @Test
  void otherServerIsReported() {
    answer(200, "<html>welcome</html>");
    assertFails(stats(url()), url() + " is not an Anyflix service");
    replies.clear();
    answer(200, "{\"hello\":1}");
    assertFails(stats(url()), "is not an Anyflix service");
    replies.clear();
    answer(404, "<html>not here</html>");
    assertFails(stats(url()), "answered HTTP 404 and is not an Anyflix service");
    replies.clear();
    answer(502, "");
    assertFails(stats(url()), "answered HTTP 502");
  }

  @Test
  void redirectIsReportedAndGetsNoToken() throws IOException {
    HttpServer elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> seen = new CopyOnWriteArrayList<>();
    elsewhere.createContext("/", exchange -> seen.add(exchange.getRequestURI().toString()));
    elsewhere.start();
    String target = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/";
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      replies.clear();
      replies.add(new Reply(status, "", Map.of("Location", target)));

      assertFails(stats(url()), "redirects to " + target + "; redirects are not followed");
    }
    elsewhere.stop(0);

    assertThat(seen).isEmpty();
    assertThat(authorizations).hasSize(5).containsOnly("Bearer " + TOKEN);
  }

  @Test
  void silentServerTimesOut() throws IOException {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();

      assertFails(
          stats("http://127.0.0.1:" + silent.getLocalPort(), "--timeout=1"),
          "did not answer within 1 s");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void unfinishedResponseTimesOut() {
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
        });

    assertFails(stats(url(), "--timeout=1"), "did not answer within 1 s");
  }

  /** Java's client loses the failure of one handshake in some hundreds and then times out. */
  @Test
  void serverWithoutTlsIsReported() throws Exception {
    try (var plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                try (Socket client = plain.accept()) {
                  client.getInputStream().read(new byte[16 * 1024]);
                  client
                      .getOutputStream()
                      .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                  client.shutdownOutput();
                  client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      answering.start();

      CommandLineRun run = stats("https://127.0.0.1:" + plain.getLocalPort());
      assertFails(run, "https://127.0.0.1:" + plain.getLocalPort());
      assertThat(run.err()).containsPattern("Check that it uses https|does not use https");
      answering.join();
    }
  }

  @Test
  void closedConnectionIsReported() {
    server.removeContext("/");
    server.createContext("/", HttpExchange::close);

    assertFails(stats(url()), "closed the connection");
  }

  @Test
  void watchEndsAtARejection() {
    for (int status : new int[] {401, 403, 429}) {
      replies.clear();
      authorizations.clear();
      answer(200, STATS);
      answer(status, "{\"status\":" + status + ",\"detail\":\"Go away.\"}");

      CommandLineRun watched = stats(url(), "--watch=1", "--json");

      assertThat(watched.exitCode()).isEqualTo(1);
      assertThat(watched.out().lines()).containsExactly(STATS);
      assertThat(watched.err()).startsWith("error: ");
      assertThat(authorizations).hasSize(2);
    }
  }

  @Test
  void watchEndsAtARejectionOfTheFirstRequest() {
    answer(403, "{\"detail\":\"Administration is open only to this machine itself.\"}");

    assertFails(stats(url(), "--watch=1"), "Administration is open only to this machine");
    assertThat(authorizations).hasSize(1);
  }

  @Test
  void watchRetriesAfterATransientFailure() {
    answer(200, STATS);
    answer(503, "");
    answer(200, STATS);
    answer(403, "{\"detail\":\"Enough.\"}");

    CommandLineRun watched = stats(url(), "--watch=1", "--json");

    assertThat(watched.out().lines()).containsExactly(STATS, STATS);
    assertThat(watched.err())
        .startsWith("retrying: " + url() + " answered HTTP 503")
        .endsWith("error: Enough." + System.lineSeparator());
  }

  @Test
  void watchRedrawsInPlaceOnATerminalOnly() {
    answer(200, STATS);
    answer(403, "{\"detail\":\"Enough.\"}");
    Launch launch = new Launch(Map.of("NO_COLOR", "1"), directory, new FakeTerminal(80, null));

    CommandLineRun watched = CommandLineRun.of(launch, "stats", "--watch=1", "--url", url());

    assertThat(watched.out())
        .startsWith("\033[HAnyflix at " + url() + "\033[K")
        .endsWith("\033[J")
        .doesNotContain("\033[1m");
    replies.clear();
    answer(200, STATS);
    answer(403, "{\"detail\":\"Enough.\"}");
    assertThat(stats(url(), "--watch=1").out()).doesNotContain("\033");
  }

  @Test
  void withheldTokenIsExplained() throws IOException {
    answer(401, "{\"detail\":\"A token is needed.\"}");
    Files.writeString(directory.resolve(".env"), "ANYFLIX_URL=" + url() + "\n");

    CommandLineRun run = CommandLineRun.of(Map.of("ADMIN_TOKEN", TOKEN), directory, "stats");

    assertThat(run.err()).startsWith("error: The token was not sent because only .env names");
    assertThat(authorizations).containsOnly("null");
  }

  @Test
  void jsonIsAscii() {
    answer(200, "{\"cache_enabled\":true,\"x\":\"\u009b\u202e\u00e9\"}");

    assertThat(stats(url(), "--json").out())
        .isEqualToIgnoringNewLines("{\"cache_enabled\":true,\"x\":\"\\u009B\\u202E\\u00E9\"}");
  }

  @Test
  void controlCharactersOfAResponseAreReplaced() {
    answer(400, "{\"detail\":\"\\u001b]0;owned\\u0007 \\u202e\\u009b\\r\\n\"}");

    assertThat(stats(url()).err()).isEqualTo("error: ?]0;owned? ????" + System.lineSeparator());
  }

  @Test
  void timeoutBelowOneSecondIsAUsageError() {
    assertThat(stats(url(), "--timeout=0").exitCode()).isEqualTo(2);
    assertThat(stats(url(), "--watch=0").exitCode()).isEqualTo(2);
    assertThat(stats(url(), "--watch=soon").exitCode()).isEqualTo(2);
    assertThat(stats("not an address").exitCode()).isEqualTo(2);
  }
}
