package dev.anyflix.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** One server in a comparison, with what it is asked and the figures of every round so far. */
final class Contestant {

  private final String name;
  private final Server server;
  private final Wrk load;
  private final URI url;
  private final Figures cpu = new Figures();
  private final Figures perSecond = new Figures();
  private final Figures p99 = new Figures();
  private long requests;

  Contestant(String name, Server server, Wrk load) {
    this.name = name;
    this.server = server;
    this.load = load;
    this.url = server.url();
  }

  String name() {
    return name;
  }

  Server server() {
    return server;
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
      requests += load.against(server, url, Duration.ofSeconds(2)).requests();
    }
  }

  void round(Duration time) throws IOException, InterruptedException {
    Wrk.Run run = load.against(server, url, time);
    requests += run.requests();
    cpu.add(run.cpuMicros());
    perSecond.add(run.perSecond());
    p99.add(run.p99Millis());
  }

  /** A row of the table: what it used, how fast it was, what it holds. */
  String row() {
    return Figures.row(
        name,
        cpu.show(1),
        perSecond.show(0),
        p99.show(1),
        Figures.number(server.residentAfterStart() / 1024.0, 0),
        Figures.number(server.residentKilobytes() / 1024.0, 0),
        Figures.number(requests / 1e6, 1));
  }
}
