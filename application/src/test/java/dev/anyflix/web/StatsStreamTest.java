package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.junit.jupiter.api.Test;

final class StatsStreamTest {

  private static final int EVENTS_THAT_FILL_BUFFERS = 200;

  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger failing = new AtomicInteger();
  private final StatsStream stream =
      new StatsStream(
          List.of(),
          List.of(new StatsStream.Event("figures", this::figures)),
          new JsonCodec(),
          Duration.ofMillis(1));

  private String figures() {
    if (made.incrementAndGet() == failing.get()) {
      throw new IllegalStateException("no figures now");
    }
    return "x".repeat(100_000);
  }

  @Test
  void clientThatDoesNotReadDoesNotDelayTheStop() throws Exception {
    Javalin server = serve();
    Socket client = connect(server);
    Awaitility.await().until(() -> made.get() > EVENTS_THAT_FILL_BUFFERS);

    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(stream::close).thenRun(server::stop);
    assertThat(stopped).succeedsWithin(4, TimeUnit.SECONDS);
    client.close();
  }

  @Test
  void clientThatDoesNotReadDoesNotDelayOthers() throws Exception {
    Javalin server = serve();
    try (Socket slow = connect(server)) {
      Awaitility.await().until(() -> made.get() > EVENTS_THAT_FILL_BUFFERS);
      assertThat(slow.isConnected()).isTrue();

      try (Socket reader = connect(server)) {
        reader.setSoTimeout(10_000);
        assertThat(reader.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
      }
    }
    stream.close();
    server.stop();
  }

  @Test
  void eventThatCannotBeMadeDoesNotEndTheStream() throws Exception {
    failing.set(3);
    Javalin server = serve();
    try (Socket reader = connect(server)) {
      reader.setSoTimeout(10_000);
      assertThat(reader.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
    }
    assertThat(made).hasValueGreaterThan(failing.get());
    stream.close();
    server.stop();
  }

  @Test
  void noEventsAreMadeWithoutClients() throws Exception {
    Javalin server = serve();
    Socket client = connect(server);
    Awaitility.await().until(() -> made.get() > 0);
    client.close();

    AtomicInteger before = new AtomicInteger(-1);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> before.getAndSet(made.get()) == made.get());
    server.stop();
  }

  private Javalin serve() {
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.jetty.modifyServer(
                  jetty -> {
                    jetty.setHandler(new GracefulHandler());
                    jetty.setStopTimeout(10_000);
                  });
              config.routes.get("/events", stream::serve);
            })
        .start("127.0.0.1", 0);
  }

  private static Socket connect(Javalin server) throws IOException {
    var client = new Socket("127.0.0.1", server.port());
    client
        .getOutputStream()
        .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return client;
  }
}
