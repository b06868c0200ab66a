package dev.anyflix.faults;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Requests at a steady rate with clears between, while something happens to Redis. */
final class ClearsUnderLoad {

  static final int IDS = 20;

  private static final int RATE = 100;
  private static final int MAX_IN_FLIGHT = 150;
  private static final Duration BETWEEN_CLEARS = Duration.ofMillis(250);
  private static final String CLEAR = "/admin/cache/clear/anilist";

  private final Client client;
  private final OracleUpstream oracle;
  private final URI service;

  /**
   * A clear that was answered.
   *
   * @param answeredNanos when, by System.nanoTime
   * @param voided by id, the newest version given out when the clear began
   * @param isPending whether Redis was owed the clear
   */
  private record Clear(long answeredNanos, int[] voided, boolean isPending) {}

  /**
   * What the clients saw.
   *
   * @param requests how many requests were sent
   * @param failed how many were not answered with 200
   * @param stale how many were answered with a version that a clear had voided before
   * @param clears how many clears were answered
   * @param pending how many of them were owed to Redis
   * @param maxMillis the longest time of an answer
   */
  record Outcome(
      int requests, long failed, long stale, int clears, long pending, double maxMillis) {

    String row() {
      return "%d failed and %d stale of %d, %d clears (%d pending), max %.0f ms"
          .formatted(failed, stale, requests, clears, pending, maxMillis);
    }
  }

  ClearsUnderLoad(Client client, OracleUpstream oracle, URI service) {
    this.client = client;
    this.oracle = oracle;
    this.service = service;
  }

  /** Starts the load; it lasts for the time given. */
  CompletableFuture<Outcome> start(Duration time) {
    CompletableFuture<List<Reply>> load =
        CompletableFuture.supplyAsync(() -> client.steadily(service, RATE, time, n -> 1 + n % IDS));
    return CompletableFuture.supplyAsync(() -> clears(load))
        .thenCombine(load, ClearsUnderLoad::outcome);
  }

  /** Sends requests at the rate, fewer while a busy machine leaves many without an answer. */
  private List<Reply> requests(Duration time) {
    var inFlight = new Semaphore(MAX_IN_FLIGHT);
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    long start = System.nanoTime();
    for (int n = 0; System.nanoTime() - start < time.toNanos(); n++) {
      long due = start + n * 1_000_000_000L / RATE;
      LockSupport.parkNanos(due - System.nanoTime());
      inFlight.acquireUninterruptibly();
      CompletableFuture<Reply> reply = client.later(service, 1 + n % IDS);
      replies.add(reply.whenComplete((answer, failure) -> inFlight.release()));
    }
    return replies.stream().map(CompletableFuture::join).toList();
  }

  private List<Clear> clears(CompletableFuture<?> load) {
    List<Clear> clears = new ArrayList<>();
    while (!load.isDone()) {
      int[] voided = IntStream.rangeClosed(0, IDS).map(oracle::version).toArray();
      String answer = client.post(service, CLEAR);
      if (answer.contains("\"redis\":")) {
        clears.add(new Clear(System.nanoTime(), voided, answer.contains("\"pending\"")));
      }
      Awaitility.await().pollDelay(BETWEEN_CLEARS).until(() -> true);
    }
    return clears;
  }

  private static Outcome outcome(List<Clear> clears, List<Reply> replies) {
    return new Outcome(
        replies.size(),
        replies.stream().filter(reply -> !reply.ok()).count(),
        replies.stream().filter(reply -> reply.ok() && isVoided(reply, clears)).count(),
        clears.size(),
        clears.stream().filter(Clear::isPending).count(),
        Client.maxMillis(replies));
  }

  private static boolean isVoided(Reply reply, List<Clear> clears) {
    return clears.stream()
        .filter(clear -> clear.answeredNanos() < reply.startNanos())
        .anyMatch(clear -> reply.version() <= clear.voided()[reply.id()]);
  }
}
