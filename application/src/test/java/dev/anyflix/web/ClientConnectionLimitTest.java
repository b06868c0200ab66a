package dev.anyflix.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anyflix.domain.testing.CapturedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Linux routes all of 127.0.0.0/8 to this machine, so that two addresses are two clients. */
final class ClientConnectionLimitTest {

  private static final int MAX = 3;
  private static final String GREEDY = "127.0.0.2";
  private static final String OTHER = "127.0.0.3";
  private static final String PROXY = "127.0.0.4";

  private final AtomicLong nanos = new AtomicLong();
  private final ClientConnectionLimit limit =
      new ClientConnectionLimit(MAX, ClientAddressesTest.trusting(PROXY), nanos::get);
  private final Server server = new Server(0);
  private final List<Socket> sockets = new ArrayList<>();
  private final CapturedLog log = new CapturedLog();

  @BeforeEach
  void start() throws Exception {
    server.getConnectors()[0].addEventListener(limit);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, "ok", callback);
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.stop();
    log.close();
  }

  private Socket connect(String from) throws IOException {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    var socket =
        new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
    socket.setSoTimeout(10_000);
    sockets.add(socket);
    return socket;
  }

  private static boolean isServed(Socket socket) {
    try {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
      var answer = new StringBuilder();
      for (int c = 0; c >= 0 && answer.indexOf("ok") < 0; answer.append((char) c)) {
        c = socket.getInputStream().read();
      }
      return answer.indexOf("ok") >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private long warnings() {
    return log.warnings().size();
  }

  @Test
  void connectionOverTheLimitOfItsClientIsClosed() throws Exception {
    for (int i = 0; i < MAX; i++) {
      assertThat(isServed(connect(GREEDY))).isTrue();
    }

    assertThat(isServed(connect(GREEDY))).isFalse();
    assertThat(isServed(sockets.get(0))).isTrue();
    assertThat(isServed(connect(OTHER))).isTrue();
  }

  @Test
  void trustedProxyHasNoLimit() throws Exception {
    for (int i = 0; i < 2 * MAX; i++) {
      assertThat(isServed(connect(PROXY))).isTrue();
    }

    assertThat(warnings()).isZero();
    assertThat(limit.clients()).isZero();
  }

  @Test
  void connectionIsAdmittedAgainWhenAnotherHasEnded() throws Exception {
    for (int i = 0; i < MAX; i++) {
      assertThat(isServed(connect(GREEDY))).isTrue();
    }
    sockets.get(0).close();

    await().until(() -> isServed(connect(GREEDY)));
  }

  @Test
  void clientWithoutConnectionsIsForgotten() throws Exception {
    for (int i = 0; i < MAX + 2; i++) {
      isServed(connect(GREEDY));
    }
    assertThat(isServed(connect(OTHER))).isTrue();
    for (Socket socket : sockets) {
      socket.close();
    }

    await().until(() -> limit.clients() == 0);
  }

  @Test
  void refusalsAreLoggedOnceAMinute() throws Exception {
    for (int i = 0; i < MAX; i++) {
      assertThat(isServed(connect(GREEDY))).isTrue();
    }
    assertThat(warnings()).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(isServed(connect(GREEDY))).isFalse();
    }
    assertThat(warnings()).isEqualTo(1);
    assertThat(log.text()).contains(GREEDY, "limit");

    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(isServed(connect(GREEDY))).isFalse();
    assertThat(warnings()).isEqualTo(2);
  }
}
