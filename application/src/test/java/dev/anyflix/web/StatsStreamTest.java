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

/** The stream by itself, with viewers that a browser would not be. */
final class StatsStreamTest {

  private final AtomicInteger made = new AtomicInteger();
  private final StatsStream stream =
      new StatsStream(
          List.of(new StatsStream.Event("figures", this::figures)),
          new JsonCodec(),
          Duration.ofMillis(1));

  private String figures() {
    made.incrementAndGet();
    return "x".repeat(100_000);
  }

  @Test
  void aViewerThatDoesNotReadHoldsUpNoStop() throws Exception {
    Javalin server = serve();
    Socket viewer = watch(server);
    Awaitility.await().until(() -> made.get() > 0);
    awaitStall();

    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(stream::close).thenRun(server::stop);
    assertThat(stopped).succeedsWithin(4, TimeUnit.SECONDS);
    viewer.close();
  }

  @Test
  void nothingIsMadeOnceTheLastViewerHasLeft() throws Exception {
    Javalin server = serve();
    Socket viewer = watch(server);
    Awaitility.await().until(() -> made.get() > 0);
    viewer.close();

    awaitStall();
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

  private static Socket watch(Javalin server) throws IOException {
    var viewer = new Socket("127.0.0.1", server.port());
    viewer
        .getOutputStream()
        .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return viewer;
  }

  /** Until nothing more is made. */
  private void awaitStall() {
    AtomicInteger before = new AtomicInteger(-1);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> before.getAndSet(made.get()) == made.get());
  }
}
