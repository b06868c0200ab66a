package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** How many requests may wait at the same time. */
final class ServerThreadsTest {

  private static final int REQUESTS = 100;
  private static final String WAITING = "/waiting";

  private final CountDownLatch waiting = new CountDownLatch(REQUESTS);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Server server = new Server(new ServerThreads());
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws InterruptedException {
            if (request.getHttpURI().getPath().equals(WAITING)) {
              waiting.countDown();
              released.await();
            }
            response.write(true, BufferUtil.toBuffer("ok"), callback);
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    released.countDown();
    server.stop();
  }

  @Test
  void aHundredRequestsMayWaitAndOthersAreAnsweredMeanwhile() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers =
        Stream.generate(() -> client.sendAsync(request(WAITING), BodyHandlers.ofString()))
            .limit(REQUESTS)
            .toList();

    assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(client.send(request("/other"), BodyHandlers.ofString()).body()).isEqualTo("ok");
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    released.countDown();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("ok"));
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
        .build();
  }
}
