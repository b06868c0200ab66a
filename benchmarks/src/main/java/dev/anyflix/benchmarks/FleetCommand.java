package dev.anyflix.benchmarks;

import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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
      "Starts fleets of several sizes on one Redis behind nginx, and measures requests/s, hits,",
      "upstream calls, loads per key, and the commands that Redis carries out. Needs nginx."
    },
    mixinStandardHelpOptions = true)
final class FleetCommand implements Callable<Integer> {

  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
  private static final Pattern GETS =
      Pattern.compile("(?m)^cache_gets_total\\{[^}]*result=\"(\\w+)\",tier=\"(\\w+)\"\\} ([\\d.E]+)");
  private static final Duration SETTLING = Duration.ofSeconds(4);
  private static final Duration LATENCY = Duration.ofMillis(20);

  private final Servers servers = Servers.built();
  private final HttpClient client = HttpClient.newHttpClient();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--instances", split = ",", defaultValue = "1,3,6", description = "default 1,3,6")
  private List<Integer> sizes = List.of();

  @Option(names = "--ids", defaultValue = "2000", description = "different ids; default 2000")
  private int ids = 2000;

  @Option(names = "--seconds", defaultValue = "8", description = "of load and of idling; default 8")
  private int seconds = 8;

  /** What a fleet has done so far. */
  private record Counts(long commands, long scripts, long hits, long all, long micros) {

    Counts since(Counts before) {
      return new Counts(
          commands - before.commands,
          scripts - before.scripts,
          hits - before.hits,
          all - before.all,
          micros - before.micros);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    out.println(
        Samples.row(
            "instances",
            "requests/s",
            "CPU µs/request of the instances",
            "hit ratio",
            "upstream calls",
            "loads per key",
            "Redis commands per request",
            "Redis commands per idle second",
            "scripts among them"));
    for (int size : sizes) {
      out.println(measure(size));
      out.flush();
    }
    return 0;
  }

  private String measure(int size) throws IOException, InterruptedException {
    List<Server> fleet = new ArrayList<>();
    try (RedisProcess redis = RedisProcess.start();
        var upstream = new FixedUpstream(LATENCY)) {
      for (int i = 0; i < size; i++) {
        fleet.add(
            servers.service(
                upstream.url(),
                Map.of("REDIS_HOST", "127.0.0.1", "REDIS_PORT", Integer.toString(redis.port())),
                "-Xmx256m"));
      }
      try (Server nginx = Servers.balancer(fleet.stream().map(Server::url).toList())) {
        Thread.sleep(SETTLING.toMillis());
        Counts idle = counts(redis, fleet);
        Thread.sleep(seconds * 1000L);
        Counts idled = counts(redis, fleet).since(idle);

        int callsBefore = upstream.calls();
        int mediaBefore = upstream.media();
        Counts before = counts(redis, fleet);
        Wrk.Run run =
            Wrk.popularMedia(ids).run(nginx, nginx.url(), Duration.ofSeconds(seconds));
        Counts done = counts(redis, fleet).since(before);
        long keys = redis.command("KEYS", "anilist_media_by_id:*").lines().count() / 2;
        return Samples.row(
            Integer.toString(size),
            Samples.number(run.perSecond(), 0),
            Samples.number((double) done.micros / run.requests(), 1),
            Samples.number(100.0 * done.hits / done.all, 2) + " %",
            Integer.toString(upstream.calls() - callsBefore),
            Samples.number((double) (upstream.media() - mediaBefore) / keys, 3),
            Samples.number((double) done.commands / run.requests(), 3),
            Samples.number((double) idled.commands / seconds, 1),
            Samples.number((double) idled.scripts / seconds, 1));
      }
    } finally {
      fleet.forEach(Server::close);
    }
  }

  private Counts counts(RedisProcess redis, List<Server> fleet)
      throws IOException, InterruptedException {
    long scripts = 0;
    long commands = 0;
    var matcher = CALLS.matcher(redis.command("INFO", "commandstats"));
    while (matcher.find()) {
      long calls = Long.parseLong(matcher.group(2));
      commands += matcher.group(1).equals("info") ? 0 : calls;
      scripts += matcher.group(1).equals("evalsha") ? calls : 0;
    }
    long hits = 0;
    long all = 0;
    long micros = 0;
    for (Server each : fleet) {
      micros += each.cpuMicros();
      var gets = GETS.matcher(metrics(each.url()));
      while (gets.find()) {
        long count = (long) Double.parseDouble(gets.group(3));
        all += count;
        hits += gets.group(1).equals("hit") ? count : 0;
      }
    }
    return new Counts(commands, scripts, hits, all, micros);
  }

  private String metrics(URI service) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(service.resolve("/metrics")).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
