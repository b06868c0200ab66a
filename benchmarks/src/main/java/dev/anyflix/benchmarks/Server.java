package dev.anyflix.benchmarks;

import dev.anyflix.domain.testing.Scratch;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A server in its own process, with the CPU time and memory of it and its child processes. Closing
 * ends these processes and no others. Not thread safe.
 */
final class Server implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final long MICROS_PER_TICK = 10_000;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private final Process process;
  private final URI url;
  private final Duration start;
  private final long residentAfterStart;

  private Server(Process process, URI url, Duration start) {
    this.process = process;
    this.url = url;
    this.start = start;
    this.residentAfterStart = residentKilobytes();
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param url the server is ready when this URL answers 200
   * @throws IllegalStateException if it ends or is not ready in time; the message quotes its log
   */
  static Server start(List<String> command, Map<String, String> environment, URI url)
      throws IOException, InterruptedException {
    Path directory = Scratch.directory("server");
    File log = directory.resolve("log").toFile();
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log);
    builder.environment().clear();
    builder.environment().putAll(environment);
    long began = System.nanoTime();
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
    while (!answers(url)) {
      Duration waited = Duration.ofNanos(System.nanoTime() - began);
      if (!process.isAlive() || waited.compareTo(START_TIMEOUT) > 0) {
        end(process);
        throw new IllegalStateException(
            "%s does not answer at %s:%n%s"
                .formatted(command, url, Files.readString(log.toPath())));
      }
      Thread.sleep(2);
    }
    return new Server(process, url, Duration.ofNanos(System.nanoTime() - began));
  }

  private static boolean answers(URI url) {
    try {
      var connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setReadTimeout((int) START_TIMEOUT.toMillis());
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  long pid() {
    return process.pid();
  }

  URI url() {
    return url;
  }

  /** The time from the start of the process to its first 200. */
  Duration start() {
    return start;
  }

  /** Resident memory right after the first 200, in kibibytes. */
  long residentAfterStart() {
    return residentAfterStart;
  }

  /** User and system CPU time since the start, in steps of ten milliseconds. */
  long cpuMicros() {
    return processes().mapToLong(Server::ticks).sum() * MICROS_PER_TICK;
  }

  /** Resident memory now, in kibibytes. */
  long residentKilobytes() {
    return processes().mapToLong(each -> status(each, "VmRSS:")).sum();
  }

  /** The number of operating system threads now. */
  long threads() {
    return processes().mapToLong(each -> status(each, "Threads:")).sum();
  }

  private Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  private static long ticks(ProcessHandle each) {
    try {
      String stat = Files.readString(Path.of("/proc/" + each.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    } catch (IOException e) {
      return 0;
    }
  }

  private static long status(ProcessHandle each, String field) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + each.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    end(process);
  }

  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
