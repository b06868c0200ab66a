package dev.anyflix.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One kind of server, with the samples of all rounds after all of its starts. Not thread safe. */
final class MeasuredServer {

  private record Start(Server server, Wrk load) {}

  private final String name;
  private final Samples cpu = new Samples();
  private final Samples perSecond = new Samples();
  private final Samples p99 = new Samples();
  private final Samples residentAfterStart = new Samples();
  private final Samples residentAtEnd = new Samples();
  private final Samples answered = new Samples();
  private @Nullable Start start;
  private long requests;

  MeasuredServer(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Continues with a server that has just been started. */
  void begin(Server server, Wrk load) {
    start = new Start(server, load);
    requests = 0;
    residentAfterStart.add(server.residentAfterStart() / 1024.0);
  }

  /** Takes the samples of memory and requests of a start, before the server is stopped. */
  void end() {
    residentAtEnd.add(server().residentKilobytes() / 1024.0);
    answered.add(requests / 1e6);
  }

  Server server() {
    return current().server();
  }

  private Start current() {
    return Objects.requireNonNull(start, "begin must be called first");
  }

  /** CPU time of one request, in microseconds. */
  Samples cpu() {
    return cpu;
  }

  /** Requests per second. */
  Samples perSecond() {
    return perSecond;
  }

  /** Drives the server until it has answered a number of requests, at most for a minute. */
  void warmUp(int target) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (requests < target && System.nanoTime() < end) {
      requests += drive(Duration.ofSeconds(2)).requests();
    }
  }

  /** Drives the server for a while and takes the samples of one round. */
  void round(Duration time) throws IOException, InterruptedException {
    Wrk.Run run = drive(time);
    requests += run.requests();
    cpu.add(run.cpuMicros());
    perSecond.add(run.perSecond());
    p99.add(run.p99Millis());
  }

  private Wrk.Run drive(Duration time) throws IOException, InterruptedException {
    Start at = current();
    return at.load().run(at.server(), at.server().url(), time);
  }

  /** The row of the table: CPU, throughput, latency, memory, number of requests. */
  String row() {
    return Samples.row(
        name,
        cpu.format(1),
        perSecond.format(0),
        p99.format(1),
        residentAfterStart.format(0),
        residentAtEnd.format(0),
        answered.format(1));
  }
}
