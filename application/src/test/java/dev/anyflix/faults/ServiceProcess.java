package dev.anyflix.faults;

import dev.anyflix.domain.testing.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The service in a process of its own, which a test can kill or freeze. */
final class ServiceProcess implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final URI url;

  private ServiceProcess(Process process, Path log, URI url) {
    this.process = process;
    this.log = log;
    this.url = url;
  }

  /**
   * Starts {@code serve} and waits until it answers.
   *
   * @param settings by name; HOST is chosen here, and PORT where it is 0 or absent
   * @param jvmArguments arguments of the Java machine
   */
  static ServiceProcess start(Map<String, String> settings, String... jvmArguments) {
    try {
      int chosen = Integer.parseInt(settings.getOrDefault("PORT", "0"));
      int port = chosen == 0 ? freePort() : chosen;
      Path directory = Scratch.directory("service");
      Path log = directory.resolve("log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(jvmArguments));
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), "dev.anyflix.Main", "serve"));
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Map<String, String> environment = new HashMap<>(settings);
      environment.put("HOST", "127.0.0.1");
      environment.put("PORT", Integer.toString(port));
      builder.environment().clear();
      builder.environment().putAll(environment);
      var service =
          new ServiceProcess(builder.start(), log, URI.create("http://127.0.0.1:" + port));
      Runtime.getRuntime().addShutdownHook(new Thread(service.process::destroyForcibly));
      var client = new Client();
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> client.text(service.url, "/health/live").contains("healthy"));
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI url() {
    return url;
  }

  /** Everything the service has written so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long warnings() {
    return log().lines().filter(line -> line.contains("] WARN ")).count();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Makes what the heap holds what is still of use. */
  void collectGarbage() {
    run(
        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        Long.toString(process.pid()),
        "GC.run");
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Ends the service by SIGTERM; returns its exit code. */
  int terminate() {
    process.destroy();
    return process.onExit().join().exitValue();
  }

  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    run("kill", "-" + name, Long.toString(process.pid()));
  }

  private static void run(String... command) {
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
