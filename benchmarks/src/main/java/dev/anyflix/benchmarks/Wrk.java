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
 * Drives a server with {@code wrk}: one thread, 64 connections.
 *
 * @param script a Lua script that makes the requests, or empty for the URL alone
 */
record Wrk(String script) {

  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern PER_SECOND = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
  private static final Pattern P99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s)\\b");
  private static final Pattern FAULT = Pattern.compile("(Non-2xx|Socket errors).*");

  /** The same request again and again. */
  static final Wrk ONE_URL = new Wrk("");

  /**
   * What one run has shown.
   *
   * @param requests how many were answered
   * @param cpuMicros the server's CPU time for one request, in microseconds
   * @param perSecond requests a second
   * @param p99Millis the time that 99 of 100 answers keep, in milliseconds
   */
  record Run(long requests, double cpuMicros, double perSecond, double p99Millis) {}

  /** Asks for media by random ids from 1 on. */
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
   * Asks for media by random ids from 1 on, of which the one in place k is asked for 1/k as often
   * as the first (a Zipf law, s = 1). Their places are not in the order of the ids.
   *
   * @param ids how many; not a multiple of 7,919
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

  /** Asks for each id once, from the first on; what comes after the last asks for the first. */
  static Wrk eachMedium(int first, int last) {
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
   * Drives a server for a while.
   *
   * @throws IllegalStateException if any answer was not 200
   */
  Run against(Server server, URI url, Duration time) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("wrk", "-t1", "-c64", "-d" + time.toSeconds() + "s", "--latency"));
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
      throw new IllegalStateException(url + " did not answer every request:\n" + output);
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
      throw new IllegalStateException("wrk said something else:\n" + output);
    }
    return matcher;
  }
}
