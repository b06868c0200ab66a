package dev.anyflix.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service behind an HTTP proxy that answers for every upstream. */
final class UpstreamProxyTest {

  private final List<String> hosts = new CopyOnWriteArrayList<>();
  private final CapturedLog log = new CapturedLog();
  private HttpServer proxy;

  @BeforeEach
  void start() throws Exception {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          hosts.add(exchange.getRequestURI().getHost());
          byte[] body = "{}".getBytes(UTF_8);
          exchange.sendResponseHeaders(404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    proxy.start();
  }

  @AfterEach
  void stop() {
    log.close();
    proxy.stop(0);
  }

  private App app(String noProxy) {
    return App.with(
            Settings.of(
                Map.of(
                    "HOST", "127.0.0.1",
                    "PORT", "0",
                    "REDIS_HOST", "",
                    "KITSU_URL", "http://kitsu.invalid/api/edge",
                    "HTTP_PROXY", "http://user:secret@127.0.0.1:" + proxy.getAddress().getPort(),
                    "NO_PROXY", noProxy)))
        .start();
  }

  @Test
  void upstreamIsCalledThroughTheProxyThatTheLogNames() throws Exception {
    try (App app = app("")) {
      RawHttp.get(app.port(), "/api/providers/kitsu/popular");
    }

    assertThat(hosts).contains("kitsu.invalid");
    assertThat(log.text())
        .contains("Upstream proxies: http through 127.0.0.1:" + proxy.getAddress().getPort())
        .contains("Set ADMIN_TOKEN for remote access or behind any proxy")
        .doesNotContain("secret");
  }

  @Test
  void upstreamInNoProxyIsCalledDirectly() throws Exception {
    try (App app = app("invalid")) {
      assertThat(RawHttp.get(app.port(), "/api/providers/kitsu/popular").statusCode())
          .isEqualTo(503);
    }

    assertThat(hosts).isEmpty();
  }

  @Test
  void encryptedUpstreamIsReachedThroughATunnel() throws Exception {
    try (var tunnel = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        App app =
            App.with(
                    Settings.of(
                        Map.of(
                            "HOST", "127.0.0.1",
                            "PORT", "0",
                            "REDIS_HOST", "",
                            "KITSU_URL", "https://kitsu.invalid/api/edge",
                            "HTTPS_PROXY", "http://127.0.0.1:" + tunnel.getLocalPort())))
                .start()) {
      CompletableFuture<String> request =
          CompletableFuture.supplyAsync(() -> refuseOneRequest(tunnel));

      assertThat(RawHttp.get(app.port(), "/api/providers/kitsu/popular").statusCode())
          .isEqualTo(503);
      assertThat(request.join()).isEqualTo("CONNECT kitsu.invalid:443 HTTP/1.1");
    }
  }

  /** Refuses the first request to a proxy and all connections after it; returns its first line. */
  private static String refuseOneRequest(ServerSocket proxy) {
    try (Socket client = proxy.accept();
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8))) {
      String first = in.readLine();
      String line = first;
      while (!line.isEmpty()) {
        line = in.readLine();
      }
      client
          .getOutputStream()
          .write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
      proxy.close();
      return first;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
