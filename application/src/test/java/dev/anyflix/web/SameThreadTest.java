package dev.anyflix.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which thread a connection goes on with, after an answer on a thread that is not the server's. */
final class SameThreadTest {

  private static final String FOREIGN = "foreign";

  private final ExecutorService foreign =
      Executors.newSingleThreadExecutor(task -> new Thread(task, FOREIGN));
  private final Map<String, String> readBy = new ConcurrentHashMap<>();
  private final Server server = new Server(new Threads());
  private final ServerConnector connector = new ServerConnector(server);

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            readBy.put(request.getHttpURI().getPath(), Thread.currentThread().getName());
            Thread reader = Thread.currentThread();
            foreign.execute(
                () -> {
                  awaitReturn(reader);
                  SameThread.answer(
                      () -> response.write(true, BufferUtil.toBuffer("ok"), callback));
                });
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    foreign.shutdownNow();
  }

  /** A thread that is still with the connection when the answer comes goes on with it itself. */
  private static void awaitReturn(Thread reader) {
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                Arrays.stream(reader.getStackTrace())
                    .noneMatch(frame -> frame.getClassName().endsWith(".HttpConnection")));
  }

  private static String request(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static void awaitAnswer(InputStream in) throws Exception {
    var read = new StringBuilder();
    while (!read.toString().endsWith("\r\n\r\nok")) {
      int next = in.read();
      assertThat(next).isNotNegative();
      read.append((char) next);
    }
  }

  @Test
  void aRequestThatWasSentAheadIsReadByTheThreadThatAnswered() throws Exception {
    try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), connector.getLocalPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((request("/1") + request("/2")).getBytes(US_ASCII));
      awaitAnswer(socket.getInputStream());
      awaitAnswer(socket.getInputStream());
    }

    assertThat(readBy.get("/1")).isNotEqualTo(FOREIGN);
    assertThat(readBy).containsEntry("/2", FOREIGN);
  }

  @Test
  void aRequestThatComesLaterIsReadByTheServersThread() throws Exception {
    try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), connector.getLocalPort())) {
      socket.setSoTimeout(10_000);
      for (String path : new String[] {"/1", "/2", "/3"}) {
        socket.getOutputStream().write(request(path).getBytes(US_ASCII));
        awaitAnswer(socket.getInputStream());
        foreign.submit(() -> {}).get();
      }
    }

    assertThat(readBy).hasSize(3).doesNotContainValue(FOREIGN);
  }

  @Test
  void afterAFewRequestsAClientThatNeverPausesIsLeftToAnother() {
    SameThread.answer(
        () -> {
          for (int i = 0; i < 8; i++) {
            assertThat(SameThread.mayAnswer()).isTrue();
          }
          assertThat(SameThread.mayAnswer()).isFalse();
        });

    for (int i = 0; i < 100; i++) {
      assertThat(SameThread.mayAnswer()).isTrue();
    }
  }

  @Test
  void onOtherThreadsAndForOtherTasksNothingIsTaken() {
    SameThread.answer(() -> assertThat(SameThread.take(() -> {})).isFalse());

    assertThat(SameThread.take(() -> {})).isFalse();
  }
}
