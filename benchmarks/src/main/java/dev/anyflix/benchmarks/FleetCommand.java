package dev.anyflix.benchmarks;

import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code fleet}: several instances on one Redis behind nginx. */
@Command(
    name = "fleet",
    description = {
      "Measures fleets of several sizes on one Redis behind nginx.",
      "Prints the commands of Redis per idle second, per miss and per hit, then requests/s, hits,"
          + " upstream calls and loads per key under load. Needs nginx."
    },
    mixinStandardHelpOptions = true)
final class FleetCommand implements Callable<Integer> {

  private static final Pattern GETS =
      Pattern.compile(
          "(?m)^cache_gets_total\\{[^}]*result=\"(\\w+)\",tier=\"(\\w+)\"\\} ([\\d.E]+)");
  private static final Duration SETTLING = Duration.ofSeconds(4);
  private static final Duration LATENCY = Duration.ofMillis(20);
  private static final Duration WARM_UP_STEP = Duration.ofSeconds(3);

  /** The first id of those that are requested one after another. */
  private static final int FIRST = 100_001;

  private final Servers servers = Servers.built();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> loads = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--instances", split = ",", defaultValue = "1,3,6", description = "default 1,3,6")
  private List<Integer> sizes = List.of();

  @Option(names = "--ids", defaultValue = "2000", description = "different ids; default 2000")
  private int ids = 2000;

  @Option(names = "--misses", defaultValue = "300", description = "one by one; default 300")
  private int misses = 300;

  @Option(names = "--idle", defaultValue = "30", description = "seconds of idling; default 30")
  private int idleSeconds = 30;

  @Option(
      names = "--warm-up",
      defaultValue = "200000",
      description = "requests to each instance before the fleet is measured; default 200000")
  private int warmUp = 200_000;

  @Option(names = "--seconds", defaultValue = "8", description = "of measured load; default 8")
  private int seconds = 8;

  /** What a fleet has done so far. */
  private record Counts(long hits, long all, long micros) {

    Counts since(Counts before) {
      return new Counts(hits - before.hits, all - before.all, micros - before.micros);
    }
  }

  /**
   * What a fleet did under load.
   *
   * @param cpuMicros of all instances per request, with the load spread over them
   * @param cpuMicrosInTurn of all instances per request, with one of them loaded at a time: what
   *     sharing costs, apart from the processes that compete for the cores
   */
  private record Load(
      double perSecond,
      double cpuMicros,
      double cpuMicrosInTurn,
      double hitPercent,
      int calls,
      double loadsPerKey) {

    String row(int size) {
      return Samples.row(
          Integer.toString(size),
          Samples.number(perSecond, 0),
          Samples.number(cpuMicros, 1),
          Samples.number(cpuMicrosInTurn, 1),
          Samples.number(hitPercent, 2) + " %",
          Integer.toString(calls),
          Samples.number(loadsPerKey, 3));
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    out.println(
        Samples.row("instances", "what", "Redis commands", "scripts", "CPU µs", "bytes sent"));
    loads.add(
        Samples.row(
            "instances",
            "requests/s",
            "CPU µs/request of the instances",
            "with one instance loaded at a time",
            "hit ratio",
            "upstream calls",
            "loads per key"));
    for (int size : sizes) {
      measure(size, out);
      out.flush();
    }
    out.println();
    loads.forEach(out::println);
    return 0;
  }

  private void measure(int size, PrintWriter out) throws IOException, InterruptedException {
    List<Server> fleet = new ArrayList<>();
    try (RedisProcess redis = RedisProcess.start();
        var upstream = new FixedUpstream(LATENCY)) {
      for (int i = 0; i < size; i++) {
        fleet.add(instance(redis, upstream));
      }
      Thread.sleep(SETTLING.toMillis());
      RedisWork before = RedisWork.of(redis);
      Thread.sleep(idleSeconds * 1000L);
      RedisWork idle = RedisWork.of(redis).since(before);
      out.println(row(size, "an idle second", idle.per(idle.seconds())));
      out.println(row(size, "a miss", each(redis, fleet.get(0), idle)));
      Server reader = fleet.get(size - 1);
      out.println(row(size, "the first hit after it", each(redis, reader, idle)));
      out.println(row(size, "a later hit", each(redis, reader, idle)));
      loads.add(underLoad(fleet, upstream).row(size));
    } finally {
      fleet.forEach(Server::close);
    }
  }

  private Server instance(RedisProcess redis, FixedUpstream upstream)
      throws IOException, InterruptedException {
    String port = Integer.toString(redis.port());
    return servers.service(
        upstream.url(), Map.of("REDIS_HOST", redis.host(), "REDIS_PORT", port), "-Xmx256m");
  }

  /** Requests a row of ids, one after another; returns what each causes beside the idle work. */
  private RedisWork each(RedisProcess redis, Server instance, RedisWork idle)
      throws IOException, InterruptedException {
    RedisWork before = RedisWork.of(redis);
    for (int id = FIRST; id < FIRST + misses; id++) {
      HttpResponse<String> response = get(instance.url().resolve("/api/anilist/media/" + id));
      if (response.statusCode() != 200) {
        throw new IllegalStateException(id + ": " + response.body());
      }
    }
    Thread.sleep(LATENCY.toMillis());
    return RedisWork.of(redis).since(before).besides(idle).per(misses);
  }

  private static String row(int size, String what, RedisWork work) {
    return Samples.row(
        Integer.toString(size),
        what,
        Samples.number(work.commands(), 2),
        Samples.number(work.scripts(), 2),
        Samples.number(work.cpuMicros(), 0),
        Samples.number(work.bytes(), 0));
  }

  private Load underLoad(List<Server> fleet, FixedUpstream upstream)
      throws IOException, InterruptedException {
    int callsBefore = upstream.calls();
    int mediaBefore = upstream.media();
    int differentBefore = upstream.differentMedia();
    Wrk load = Wrk.popularMedia(ids);
    for (Server each : fleet) {
      long requests = 0;
      while (requests < warmUp) {
        requests += load.run(each, each.url(), WARM_UP_STEP).requests();
      }
    }
    Counts beforeTurns = counts(fleet);
    long inTurn = 0;
    for (Server each : fleet) {
      inTurn += load.run(each, each.url(), Duration.ofSeconds(seconds)).requests();
    }
    Counts turns = counts(fleet).since(beforeTurns);
    try (Server nginx = Servers.balancer(fleet.stream().map(Server::url).toList())) {
      Wrk.Run unused = load.run(nginx, nginx.url(), WARM_UP_STEP);
      Counts before = counts(fleet);
      Wrk.Run run = load.run(nginx, nginx.url(), Duration.ofSeconds(seconds));
      Counts done = counts(fleet).since(before);
      double keys = upstream.differentMedia() - differentBefore;
      return new Load(
          run.perSecond(),
          (double) done.micros / run.requests(),
          (double) turns.micros / inTurn,
          100.0 * done.hits / done.all,
          upstream.calls() - callsBefore,
          (upstream.media() - mediaBefore) / keys);
    }
  }

  private Counts counts(List<Server> fleet) throws IOException, InterruptedException {
    long hits = 0;
    long all = 0;
    long micros = 0;
    for (Server each : fleet) {
      micros += each.cpuMicros();
      var gets = GETS.matcher(get(each.url().resolve("/metrics")).body());
      while (gets.find()) {
        long count = (long) Double.parseDouble(gets.group(3));
        all += count;
        hits += gets.group(1).equals("hit") ? count : 0;
      }
    }
    return new Counts(hits, all, micros);
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
