package dev.anyflix.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SlowClientLimitTest {

  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final Duration FIRST_BYTE_TIMEOUT = Duration.ofSeconds(3);
  private static final int ANSWER_BYTES = 64 << 20;

  private final Server server = new Server(0);
  private final CountDownLatch writerFreed = new CountDownLatch(1);
  private final AtomicInteger served = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    server.addBean(new SlowClientLimit(server, TIMEOUT, FIRST_BYTE_TIMEOUT));
    server.addBean(new TotalConnectionLimit(3, server));
    server.setHandler(new Answers());
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private Socket connect() throws IOException {
    var socket =
        new Socket("127.0.0.1", ((ServerConnector) server.getConnectors()[0]).getLocalPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static boolean accepts(Socket socket) {
    try {
      send(socket, "a");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void requestThatArrivesByteByByteIsClosed() throws Exception {
    try (Socket slow = connect()) {
      send(slow, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");

      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(TIMEOUT.multipliedBy(10))
          .until(() -> !accepts(slow));
    }
    assertThat(served).hasValue(0);
  }

  @Test
  void connectionWithoutARequestIsClosed() throws Exception {
    try (Socket silent = connect()) {
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void secondRequestThatArrivesByteByByteIsClosed() throws Exception {
    try (Socket slow = connect()) {
      send(slow, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(line(slow.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
      send(slow, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");

      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(TIMEOUT.multipliedBy(10))
          .until(() -> !accepts(slow));
    }
    assertThat(served).hasValue(1);
  }

  @Test
  void clientThatDoesNotReadItsAnswerIsClosed() throws Exception {
    try (Socket slow = connect()) {
      send(slow, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");

      assertThat(writerFreed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void idleConnectionAndQuietStreamAreKept() throws Exception {
    try (Socket idle = connect();
        Socket stream = connect()) {
      send(idle, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      send(stream, "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
      InputStream in = stream.getInputStream();
      String last = "";
      while (!last.contains("last event")) {
        last = line(in);
      }
      send(idle, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      Awaitility.await().until(() -> served.get() == 3);
    }
  }

  @Test
  void connectionOverTheTotalLimitWaitsUntilAnotherEnds() throws Exception {
    try (Socket first = connect();
        Socket second = connect();
        Socket third = connect()) {
      for (Socket socket : new Socket[] {first, second, third}) {
        send(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(line(socket.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
      }
      try (Socket fourth = connect()) {
        send(fourth, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Awaitility.await()
            .during(Duration.ofMillis(200))
            .until(() -> fourth.getInputStream().available() == 0);
        first.shutdownOutput();
        assertThat(line(fourth.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
      }
    }
  }

  /** Answers at once, with far more than a connection's buffers hold, or with two slow events. */
  private final class Answers extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      served.incrementAndGet();
      switch (request.getHttpURI().getPath()) {
        case "/large" -> large(response, callback);
        case "/stream" -> stream(response, callback);
        default -> Content.Sink.write(response, true, "ok", callback);
      }
      return true;
    }

    private void large(Response response, Callback callback) {
      try (Blocker.Callback done = Blocker.callback()) {
        response.write(true, ByteBuffer.allocate(ANSWER_BYTES), done);
        done.block();
        callback.succeeded();
      } catch (IOException e) {
        callback.failed(e);
      } finally {
        writerFreed.countDown();
      }
    }

    private void stream(Response response, Callback callback) throws Exception {
      try (Blocker.Callback done = Blocker.callback()) {
        response.write(false, ByteBuffer.wrap("event\n".getBytes(ISO_8859_1)), done);
        done.block();
      }
      TimeUnit.MILLISECONDS.sleep(TIMEOUT.toMillis() * 3);
      response.write(true, ByteBuffer.wrap("last event\n".getBytes(ISO_8859_1)), callback);
    }
  }
}
