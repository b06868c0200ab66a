package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
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

/** How many requests may wait at the same time, and what follows an answer. */
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

  @Test
  void connectionGoesOnOnTheThreadThatWroteItsAnswer() {
    List<String> order = new ArrayList<>();
    ServerThreads threads = new ServerThreads();
    var connection =
        new TestConnection(() -> order.add("goes on in " + Thread.currentThread().getName()));

    ServerThreads.answer(
        () -> {
          threads.execute(connection);
          order.add("answer");
        },
        Runnable::run);

    assertThat(order).containsExactly("answer", "goes on in " + Thread.currentThread().getName());
  }

  @Test
  void connectionsGoOnAfterAllAnswersThatAreThere() {
    List<String> order = new ArrayList<>();
    List<Runnable> afterwards = new ArrayList<>();
    ServerThreads threads = new ServerThreads();

    for (String name : List.of("first", "second")) {
      ServerThreads.answer(
          () -> {
            threads.execute(new TestConnection(() -> order.add(name + " goes on")));
            order.add(name);
          },
          afterwards::add);
    }
    afterwards.forEach(Runnable::run);

    assertThat(order).containsExactly("first", "second", "first goes on", "second goes on");
    assertThat(afterwards).hasSize(1);
  }

  @Test
  void eachAnswerLetsItsThreadBeginOneRequest() {
    ServerThreads threads = new ServerThreads();
    for (int answers = 1; answers <= 3; answers++) {
      List<Boolean> begun = new ArrayList<>();
      List<Runnable> afterwards = new ArrayList<>();
      for (int i = 0; i < answers; i++) {
        ServerThreads.answer(
            () -> threads.execute(new TestConnection(() -> sendAhead(begun))), afterwards::add);
      }
      afterwards.forEach(Runnable::run);

      assertThat(begun).hasSize(2 * answers);
      assertThat(begun.stream().filter(granted -> granted).count()).isEqualTo(answers);
    }
    assertThat(Stream.generate(ServerThreads::tryBegin).limit(3)).containsOnly(true);
  }

  /** A client that has sent two requests; the first one is answered as soon as it has begun. */
  private static void sendAhead(List<Boolean> begun) {
    begun.add(ServerThreads.tryBegin());
    ServerThreads.answer(() -> begun.add(ServerThreads.tryBegin()), Runnable::run);
  }

  @Test
  void otherTasksAreLeftToThePoolAndSoAreConnectionsOutsideAnAnswer() throws Exception {
    var threads = (ServerThreads) server.getThreadPool();
    var names = new ArrayBlockingQueue<String>(2);
    Runnable task = () -> names.add(Thread.currentThread().getName());

    ServerThreads.answer(() -> threads.execute(task), Runnable::run);
    threads.execute(new TestConnection(task));

    assertThat(names.poll(20, TimeUnit.SECONDS)).startsWith("http");
    assertThat(names.poll(20, TimeUnit.SECONDS)).startsWith("http");
  }

  /** A connection that does one thing when it goes on. */
  private static final class TestConnection extends AbstractConnection implements Runnable {

    private final Runnable next;

    TestConnection(Runnable next) {
      super(new ByteArrayEndPoint(), Runnable::run);
      this.next = next;
    }

    @Override
    public void run() {
      next.run();
    }

    @Override
    public void onFillable() {
      throw new UnsupportedOperationException();
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
        .build();
  }
}
