package dev.anyflix.benchmarks;

import dev.anyflix.domain.testing.Scratch;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Drives a server with {@code wrk}: one thread, {@value #CONNECTIONS} connections.
 *
 * @param script a Lua script that makes the requests, or empty to repeat the URL
 */
record Wrk(String script) {

  /** How many connections are open at the same time. */
  static final int CONNECTIONS = 64;

  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern PER_SECOND = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
  private static final Pattern P99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s)\\b");
  private static final Pattern FAULT = Pattern.compile("(Non-2xx|Socket errors).*");

  /** Repeats one request. */
  static final Wrk ONE_URL = new Wrk("");

  /**
   * The results of one run.
   *
   * @param requests the number of answered requests
   * @param cpuMicros the server's CPU time of one request, in microseconds
   * @param perSecond requests per second
   * @param p99Millis the 99th percentile of the latency, in milliseconds
   */
  record Run(long requests, double cpuMicros, double perSecond, double p99Millis) {}

  /** Requests media by uniformly distributed ids, from 1 on. */
  static Wrk randomMedia(int ids) {
    return new Wrk(
        """
        math.randomseed(%d)
        request = function()
          return wrk.format(nil, "/api/anilist/media/" .. math.random(1, %d))
        end
        """
            .formatted(ids, ids));
  }

  /**
   * Requests media by ids that follow a Zipf distribution (s = 1): the id of rank k is requested
   * 1/k as often as that of rank 1. Ranks are not in the order of the ids.
   *
   * @param ids the number of ids; not a multiple of 7,919
   */
  static Wrk popularMedia(int ids) {
    return new Wrk(
        """
        math.randomseed(%1$d)
        local span = math.log(%1$d + 1)
        request = function()
          local place = math.floor(math.exp(math.random() * span))
          return wrk.format(nil, "/api/anilist/media/" .. place * 7919 %% %1$d + 1)
        end
        """
            .formatted(ids));
  }

  /** Requests each id in turn, from the first to the last, then from the first again. */
  static Wrk sequentialMedia(int first, int last) {
    return new Wrk(
        """
        local id = %d
        request = function()
          id = id < %d and id + 1 or %d
          return wrk.format(nil, "/api/anilist/media/" .. id)
        end
        """
            .formatted(first - 1, last, first));
  }

  /**
   * Drives a server for a while and measures its CPU time.
   *
   * @throws IllegalStateException if any answer was not 200
   */
  Run run(Server server, URI url, Duration time) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "wrk",
            "-t1",
            "-c" + CONNECTIONS,
            "--timeout",
            "10s",
            "-d" + time.toSeconds() + "s",
            "--latency"));
    if (!script.isEmpty()) {
      Path file = Scratch.directory("wrk").resolve("script.lua");
      command.addAll(List.of("-s", Files.writeString(file, script).toString()));
    }
    command.add(url.toString());
    long before = server.cpuMicros();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    long used = server.cpuMicros() - before;
    if (FAULT.matcher(output).find()) {
      throw new IllegalStateException(url + " did not answer every request with 200:\n" + output);
    }
    long requests = Long.parseLong(find(REQUESTS, output).group(1));
    Matcher p99 = find(P99, output);
    double unit =
        switch (p99.group(2)) {
          case "us" -> 0.001;
          case "ms" -> 1;
          default -> 1000;
        };
    return new Run(
        requests,
        (double) used / requests,
        Double.parseDouble(find(PER_SECOND, output).group(1)),
        Double.parseDouble(p99.group(1)) * unit);
  }

  private static Matcher find(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("unexpected output of wrk:\n" + output);
    }
    return matcher;
  }
}
