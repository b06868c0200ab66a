package dev.anyflix.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private ServerSocket echo;
  private TcpProxy proxy;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    echo = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    var thread = new Thread(this::serve, "echo");
    thread.setDaemon(true);
    thread.start();
    proxy = TcpProxy.to("127.0.0.1", echo.getLocalPort());
    client = new Socket("127.0.0.1", proxy.port());
    client.setSoTimeout(5000);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    echo.close();
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        var thread = new Thread(() -> copy(socket), "echo-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void copy(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      assertThat(socket.isClosed()).isTrue();
    }
  }

  private String say(String text) throws IOException {
    client.getOutputStream().write(text.getBytes());
    return new String(client.getInputStream().readNBytes(text.length()));
  }

  @Test
  void bytesPassBothWaysAndConnectionsAreCounted() throws IOException {
    assertThat(say("hello")).isEqualTo("hello");
    assertThat(proxy.accepted()).isEqualTo(1);
    assertThat(proxy.open()).isEqualTo(1);
    client.close();

    Awaitility.await().until(() -> proxy.open() == 0);
  }

  @Test
  void delayedBytesArriveLater() throws IOException {
    proxy.delay(Duration.ofMillis(60));
    long start = System.nanoTime();
    assertThat(say("hello")).isEqualTo("hello");

    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(110).toNanos());
  }

  @Test
  void delaysOfChunksUnderWayTogetherDoNotAddUp() throws IOException {
    proxy.delay(Duration.ofMillis(100));
    String ofManyChunks = "x".repeat(1024 * 1024);
    long start = System.nanoTime();
    assertThat(say(ofManyChunks)).hasSameSizeAs(ofManyChunks);

    assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(4).toNanos());
  }

  @Test
  void aConnectionThatHasLostBytesStaysSilentAndNewOnesPass() throws IOException {
    say("a");
    proxy.blackHole();
    assertSilent(client);
    proxy.pass();

    assertSilent(client);
    assertThat(sayElsewhere("c")).isEqualTo("c");
  }

  @Test
  void oneDirectionCanBeSwallowedAlone() throws IOException {
    say("a");
    proxy.dropReplies();
    assertSilent(client);
    proxy.pass();
    try (Socket other = new Socket("127.0.0.1", proxy.port())) {
      proxy.dropRequests();
      assertSilent(other);
    }
    proxy.pass();

    assertThat(sayElsewhere("d")).isEqualTo("d");
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    socket.getOutputStream().write('b');
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  private String sayElsewhere(String text) throws IOException {
    client.close();
    client = new Socket("127.0.0.1", proxy.port());
    client.setSoTimeout(5000);
    return say(text);
  }

  @Test
  void connectionsCanBeReset() throws IOException {
    say("a");
    proxy.resetConnections();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void newConnectionsCanBeRefusedWhileOpenOnesGoOn() throws IOException {
    say("a");
    proxy.refuse();
    try (Socket refused = new Socket("127.0.0.1", proxy.port())) {
      refused.setSoTimeout(5000);
      assertThatThrownBy(() -> refused.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    assertThat(say("b")).isEqualTo("b");
    assertThat(proxy.accepted()).isEqualTo(2);
  }

  @Test
  void aReplyCanBeCutInItsMiddle() throws IOException {
    say("a");
    proxy.cutReplyAfter(3);
    client.getOutputStream().write("hello".getBytes());

    assertThatThrownBy(() -> client.getInputStream().readNBytes(5))
        .isInstanceOf(SocketException.class);
  }
}
