package dev.anyflix.benchmarks;

import dev.anyflix.domain.testing.Scratch;
import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code compare}: the cost of a hit, beside hits of other servers. */
@Command(
    name = "compare",
    description = {
      "Measures hits of the service and of every other server that is installed, in turns, with wrk.",
      "Prints tables in Markdown. All serve the same body of about 2 kB. Every server is started several"
          + " times, because the code that Java compiles, and its cost, differ from start to start."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  private static final int REDIS_KEYS = 5000;
  private static final String SERVICE = "Anyflix, from memory";
  private static final String BARE = "bare Javalin, constant bytes";
  private static final String JETTY = "bare Jetty, non-blocking handler";
  private static final String NGINX_DEFAULT = "nginx proxy_cache hit, default configuration";
  private static final String NGINX_TUNED = "nginx proxy_cache hit, tuned configuration";
  private static final String VARNISH = "Varnish hit";
  private static final String SERVICE_BOTH = "Anyflix, from memory, Redis in use";
  private static final String SERVICE_REDIS = "Anyflix, from Redis";
  private static final String LETTUCE = "Javalin + Lettuce, synchronous GET";
  private static final String[][] RATIOS = {
    {SERVICE, BARE},
    {SERVICE, NGINX_DEFAULT},
    {SERVICE, NGINX_TUNED},
    {SERVICE, VARNISH},
    {JETTY, BARE},
    {NGINX_DEFAULT, BARE},
    {NGINX_TUNED, BARE},
    {VARNISH, BARE},
    {SERVICE_BOTH, SERVICE},
    {SERVICE_REDIS, LETTUCE}
  };

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, MeasuredServer> measured = new LinkedHashMap<>();
  private final Servers servers = Servers.built();
  private final HttpClient client = HttpClient.newHttpClient();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--starts", defaultValue = "3", description = "starts of all servers; default 3")
  private int starts = 3;

  @Option(names = "--rounds", defaultValue = "4", description = "rounds after a start; default 4")
  private int rounds = 4;

  @Option(names = "--seconds", defaultValue = "2", description = "length of a turn; default 2")
  private int seconds = 2;

  @Option(
      names = "--warm-up",
      defaultValue = "500000",
      description = "requests after a start before the first round; default 500000")
  private int warmUp = 500_000;

  private int bodyBytes;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe());
    for (int i = 0; i < starts; i++) {
      try {
        start(out);
        drive();
      } finally {
        while (!open.isEmpty()) {
          open.pop().close();
        }
      }
    }
    report(out);
    return 0;
  }

  private void drive() throws IOException, InterruptedException {
    List<MeasuredServer> turns = new ArrayList<>(measured.values());
    for (MeasuredServer each : turns) {
      each.warmUp(warmUp);
    }
    for (int round = 0; round < rounds; round++) {
      Collections.rotate(turns, 1);
      for (MeasuredServer each : turns) {
        each.round(Duration.ofSeconds(seconds));
      }
    }
    turns.forEach(MeasuredServer::end);
  }

  private void start(PrintWriter out) throws IOException, InterruptedException {
    FixedUpstream upstream = closing(new FixedUpstream(Duration.ZERO));
    Server memory = closing(servers.service(upstream.url(), Map.of()));
    byte[] bytes = body(memory.url());
    Path body = Files.write(Scratch.directory("body").resolve("body.json"), bytes);
    Server javalin = closing(servers.bareJavalin(body));
    add(SERVICE, memory, Wrk.ONE_URL, bytes);
    add(BARE, javalin, Wrk.ONE_URL, bytes);
    add(JETTY, closing(servers.bareJetty(body)), Wrk.ONE_URL, bytes);
    addIfInstalled(NGINX_DEFAULT, Servers.nginx(NginxConfig.DEFAULT, javalin.url()), bytes, out);
    addIfInstalled(NGINX_TUNED, Servers.nginx(NginxConfig.TUNED, javalin.url()), bytes, out);
    addIfInstalled(VARNISH, Servers.varnish(javalin.url()), bytes, out);

    RedisProcess redis = closing(RedisProcess.start());
    Map<String, String> shared =
        Map.of("REDIS_HOST", redis.host(), "REDIS_PORT", Integer.toString(redis.port()));
    Server bothTiers = closing(servers.service(upstream.url(), shared));
    add(SERVICE_BOTH, bothTiers, Wrk.ONE_URL, bytes);
    Map<String, String> smallMemory =
        Map.of(
            "REDIS_HOST", redis.host(),
            "REDIS_PORT", Integer.toString(redis.port()),
            "CACHE_MEMORY_MAX_MB", "1");
    Server redisOnly = closing(servers.service(upstream.url(), smallMemory));
    fill(redisOnly.url());
    Wrk random = Wrk.randomMedia(REDIS_KEYS);
    add(SERVICE_REDIS, redisOnly, random, bytes);
    add(LETTUCE, closing(servers.lettuceJavalin(body, redis.port(), REDIS_KEYS)), random, bytes);
  }

  private void addIfInstalled(String name, Optional<Server> server, byte[] body, PrintWriter out)
      throws IOException, InterruptedException {
    if (server.isEmpty()) {
      out.println("Not measured, because it is not installed: " + name);
      return;
    }
    add(name, closing(server.get()), Wrk.ONE_URL, body);
  }

  private void add(String name, Server server, Wrk load, byte[] body)
      throws IOException, InterruptedException {
    if (!Arrays.equals(body(server.url()), body)) {
      throw new IllegalStateException(name + " answers with a different body");
    }
    measured.computeIfAbsent(name, MeasuredServer::new).begin(server, load);
    bodyBytes = body.length;
  }

  private byte[] body(URI url) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
    return response.body();
  }

  /** Requests every key once, so that all are in Redis. */
  private void fill(URI url) throws IOException, InterruptedException {
    for (int id = 1; id <= REDIS_KEYS; id++) {
      body(url.resolve("/api/anilist/media/" + id));
    }
  }

  private void report(PrintWriter out) {
    out.printf("body of %,d bytes%n", bodyBytes);
    out.printf(
        "%nmedian (minimum to maximum) of %d rounds of %d s, %d after each of %d starts, wrk -t1 -c64%n%n",
        starts * rounds, seconds, rounds, starts);
    out.println(
        Samples.row(
            "server",
            "CPU µs/request",
            "requests/s",
            "p99 ms",
            "MiB after start",
            "MiB at the end",
            "million requests"));
    out.println("|---|---|---|---|---|---|---|");
    measured.values().forEach(each -> out.println(each.row()));
    out.printf("%nratios within a round, median (minimum to maximum)%n%n");
    out.println(Samples.row("server", "compared with", "CPU per request", "requests/s"));
    out.println("|---|---|---|---|");
    for (String[] pair : RATIOS) {
      measured(pair[0])
          .flatMap(one -> measured(pair[1]).map(other -> ratios(one, other)))
          .ifPresent(out::println);
    }
    out.flush();
  }

  private Optional<MeasuredServer> measured(String name) {
    return Optional.ofNullable(measured.get(name));
  }

  private static String ratios(MeasuredServer one, MeasuredServer other) {
    return Samples.row(
        one.name(),
        other.name(),
        one.cpu().ratioTo(other.cpu()).format(2),
        one.perSecond().ratioTo(other.perSecond()).format(2));
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }
}
