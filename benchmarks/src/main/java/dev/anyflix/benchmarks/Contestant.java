package dev.anyflix.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One kind of server in a comparison, with the figures of every round of every start so far. */
final class Contestant {

  private record Start(Server server, Wrk load) {}

  private final String name;
  private final Figures cpu = new Figures();
  private final Figures perSecond = new Figures();
  private final Figures p99 = new Figures();
  private final Figures residentAfterStart = new Figures();
  private final Figures residentAtTheEnd = new Figures();
  private final Figures answered = new Figures();
  private @Nullable Start start;
  private long requests;

  Contestant(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Goes on with a server that has just been started. */
  void begin(Server server, Wrk load) {
    start = new Start(server, load);
    requests = 0;
    residentAfterStart.add(server.residentAfterStart() / 1024.0);
  }

  /** Notes what the server holds before it is stopped. */
  void end() {
    residentAtTheEnd.add(server().residentKilobytes() / 1024.0);
    answered.add(requests / 1e6);
  }

  Server server() {
    return current().server();
  }

  private Start current() {
    return Objects.requireNonNull(start, "a server has to be started first");
  }

  /** Microseconds of CPU time for one request. */
  Figures cpu() {
    return cpu;
  }

  /** Requests a second. */
  Figures perSecond() {
    return perSecond;
  }

  /** Drives the server until it has answered so many requests, or for a minute. */
  void warmUp(int enough) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (requests < enough && System.nanoTime() < end) {
      requests += drive(Duration.ofSeconds(2)).requests();
    }
  }

  void round(Duration time) throws IOException, InterruptedException {
    Wrk.Run run = drive(time);
    requests += run.requests();
    cpu.add(run.cpuMicros());
    perSecond.add(run.perSecond());
    p99.add(run.p99Millis());
  }

  private Wrk.Run drive(Duration time) throws IOException, InterruptedException {
    Start at = current();
    return at.load().against(at.server(), at.server().url(), time);
  }

  /** A row of the table: what it used, how fast it was, what it holds. */
  String row() {
    return Figures.row(
        name,
        cpu.show(1),
        perSecond.show(0),
        p99.show(1),
        residentAfterStart.show(0),
        residentAtTheEnd.show(0),
        answered.show(1));
  }
}
