package dev.anyflix.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks instances for media over HTTP on loopback, and notes what came back. */
final class Client {

  private static final Pattern VERSION = Pattern.compile("\"popularity\":(\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String route;

  Client() {
    this("/api/anilist/media/");
  }

  /**
   * @param route where media are, to which the id is added
   */
  Client(String route) {
    this.route = route;
  }

  Reply get(URI service, int id) {
    return later(service, id).join();
  }

  CompletableFuture<Reply> later(URI service, int id) {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve(route + id)).timeout(PATIENCE).build();
    long start = System.nanoTime();
    return http.sendAsync(request, BodyHandlers.ofString())
        .handle(
            (response, failure) -> {
              long nanos = System.nanoTime() - start;
              if (response == null) {
                return new Reply(id, 0, 0, "", "", start, nanos);
              }
              String status = response.headers().firstValue("Cache-Status").orElse("");
              String again = response.headers().firstValue("Retry-After").orElse("");
              return new Reply(
                  id, response.statusCode(), version(response.body()), status, again, start, nanos);
            });
  }

  private static int version(String body) {
    Matcher matcher = VERSION.matcher(body);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  String post(URI service, String path) {
    return send(
        HttpRequest.newBuilder(service.resolve(path)).POST(BodyPublishers.noBody()).build());
  }

  String text(URI service, String path) {
    return send(HttpRequest.newBuilder(service.resolve(path)).build());
  }

  private String send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Asks at a steady rate for a while, without waiting for one answer before the next request. */
  List<Reply> steadily(URI service, int perSecond, Duration time, IntUnaryOperator idOfRequest) {
    ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    List<CompletableFuture<Reply>> asked = Collections.synchronizedList(new ArrayList<>());
    var count = new AtomicInteger();
    int total = (int) (perSecond * time.toMillis() / 1000);
    var done = new CompletableFuture<Void>();
    ticker.scheduleAtFixedRate(
        () -> {
          int n = count.getAndIncrement();
          if (n < total) {
            asked.add(later(service, idOfRequest.applyAsInt(n)));
          } else {
            done.complete(null);
          }
        },
        0,
        1_000_000 / perSecond,
        TimeUnit.MICROSECONDS);
    done.join();
    ticker.shutdownNow();
    return List.copyOf(asked).stream().map(CompletableFuture::join).toList();
  }

  static double p99Millis(List<Reply> replies) {
    return quantileMillis(replies, 0.99);
  }

  /** The time in which a share of the requests, over 0 and at most 1, was answered. */
  static double quantileMillis(List<Reply> replies, double share) {
    double[] millis = replies.stream().mapToDouble(Reply::millis).sorted().toArray();
    return millis[(int) Math.ceil(millis.length * share) - 1];
  }

  static double maxMillis(List<Reply> replies) {
    return replies.stream().mapToDouble(Reply::millis).max().orElse(0);
  }
}
