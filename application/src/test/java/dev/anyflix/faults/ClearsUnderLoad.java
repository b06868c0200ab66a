package dev.anyflix.faults;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Requests at a steady rate with clears between, while something happens to Redis. */
final class ClearsUnderLoad {

  static final int IDS = 20;

  private static final int RATE = 100;
  private static final Duration BETWEEN_CLEARS = Duration.ofMillis(250);

  /** The common pool of a small machine has too few threads that may block. */
  private static final Executor THREADS = task -> new Thread(task, "load").start();

  private static final Duration OTHERS_FOLLOW = Duration.ofSeconds(1);
  private static final String CLEAR = "/admin/cache/clear/anilist";

  private final Client client;
  private final OracleUpstream oracle;
  private final URI service;
  private final List<URI> others;

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
   * @param stale how many were answered with a version that a clear had voided before, at other
   *     instances one that Redis carried out more than a second before
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

  /**
   * @param service the instance that clears
   * @param others other instances, which get as many requests
   */
  ClearsUnderLoad(Client client, OracleUpstream oracle, URI service, URI... others) {
    this.client = client;
    this.oracle = oracle;
    this.service = service;
    this.others = List.of(others);
  }

  /** Starts the load; it lasts for the time given. */
  CompletableFuture<Outcome> start(Duration time) {
    CompletableFuture<List<Reply>> load = load(service, time);
    List<CompletableFuture<List<Reply>>> otherLoads =
        others.stream().map(other -> load(other, time)).toList();
    return CompletableFuture.supplyAsync(() -> clears(load), THREADS)
        .thenApply(
            clears ->
                outcome(
                    clears,
                    load.join(),
                    otherLoads.stream().flatMap(other -> other.join().stream()).toList()));
  }

  private CompletableFuture<List<Reply>> load(URI instance, Duration time) {
    return CompletableFuture.supplyAsync(
        () -> client.steadily(instance, RATE, time, n -> 1 + n % IDS), THREADS);
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

  private static Outcome outcome(List<Clear> clears, List<Reply> own, List<Reply> others) {
    List<Reply> all = Stream.concat(own.stream(), others.stream()).toList();
    List<Clear> shared = clears.stream().filter(clear -> !clear.isPending()).toList();
    return new Outcome(
        all.size(),
        all.stream().filter(reply -> !reply.ok()).count(),
        voided(own, clears, Duration.ZERO) + voided(others, shared, OTHERS_FOLLOW),
        clears.size(),
        clears.stream().filter(Clear::isPending).count(),
        Client.maxMillis(all));
  }

  private static long voided(List<Reply> replies, List<Clear> clears, Duration within) {
    return replies.stream()
        .filter(Reply::ok)
        .filter(
            reply ->
                clears.stream()
                    .filter(clear -> reply.startNanos() - clear.answeredNanos() > within.toNanos())
                    .anyMatch(clear -> reply.version() <= clear.voided()[reply.id()]))
        .count();
  }
}
