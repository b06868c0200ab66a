package dev.anyflix.benchmarks;

import dev.anyflix.redis.testing.RedisProcess;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Redis has done.
 *
 * @param commands the commands, those of scripts included
 * @param scripts the scripts among them
 * @param cpuMicros its CPU time
 * @param bytes the bytes that it sent
 * @param seconds the time in which it did so
 */
record RedisWork(double commands, double scripts, double cpuMicros, double bytes, double seconds) {

  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
  private static final Pattern CPU = Pattern.compile("(?m)^used_cpu_(?:sys|user):([\\d.]+)");
  private static final Pattern SENT = Pattern.compile("(?m)^total_net_output_bytes:(\\d+)");

  /** What a server has done so far. */
  static RedisWork of(RedisProcess redis) {
    String info = redis.command("INFO", "all");
    double seconds = System.nanoTime() / 1e9;
    double commands = 0;
    double scripts = 0;
    Matcher calls = CALLS.matcher(info);
    while (calls.find()) {
      double count = Double.parseDouble(calls.group(2));
      commands += calls.group(1).equals("info") ? 0 : count;
      scripts += calls.group(1).equals("evalsha") ? count : 0;
    }
    return new RedisWork(commands, scripts, sum(CPU, info) * 1e6, sum(SENT, info), seconds);
  }

  private static double sum(Pattern pattern, String info) {
    return pattern
        .matcher(info)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .sum();
  }

  RedisWork since(RedisWork before) {
    return new RedisWork(
        commands - before.commands,
        scripts - before.scripts,
        cpuMicros - before.cpuMicros,
        bytes - before.bytes,
        seconds - before.seconds);
  }

  /** The part of one out of so many. */
  RedisWork per(double count) {
    return new RedisWork(
        commands / count, scripts / count, cpuMicros / count, bytes / count, seconds / count);
  }

  /** What is left without the work of a time in which nothing was requested. */
  RedisWork besides(RedisWork idle) {
    RedisWork meanwhile = idle.per(idle.seconds / seconds);
    return new RedisWork(
        commands - meanwhile.commands,
        scripts - meanwhile.scripts,
        cpuMicros - meanwhile.cpuMicros,
        bytes - meanwhile.bytes,
        seconds);
  }
}
