package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals that end a service in a process of its own. */
@Timeout(
    value = 60,
    threadMode = ThreadMode.SEPARATE_THREAD) // A read of a pipe cannot be interrupted.
final class StopProcessTest {

  /** A shell lets its background jobs ignore SIGINT, and so would the service of this test. */
  private static final List<String> RESET_SIGNALS = List.of("env", "--default-signal=INT,TERM");

  @TempDir Path directory;

  private Process service;

  /** Whether {@code env} has the option, which that of GNU has. */
  private static boolean canResetSignals() throws IOException {
    List<String> command = new ArrayList<>(RESET_SIGNALS);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private BufferedReader start(Map<String, String> settings) throws IOException {
    List<String> command = new ArrayList<>(canResetSignals() ? RESET_SIGNALS : List.of());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.anyflix.Main",
            "serve"));
    var builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("HOST", "127.0.0.1", "PORT", "0", "REDIS_HOST", "", "LOG_LEVEL", "DEBUG"));
    builder.environment().putAll(settings);
    service = builder.start();
    return service.inputReader();
  }

  @AfterEach
  void end() {
    service.destroyForcibly();
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(service.pid())).start().waitFor();
  }

  private static void awaitLine(BufferedReader log, String part) throws IOException {
    String line = log.readLine();
    while (line != null && !line.contains(part)) {
      line = log.readLine();
    }
    assertThat(line).contains(part);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void exitCodeNamesTheSignalAndNothingIsLoggedAtWarn(String signal, int exitCode)
      throws Exception {
    BufferedReader log = start(Map.of());
    awaitLine(log, "Running until");
    signal(signal);

    assertThat(log.lines().collect(Collectors.joining("\n"))).doesNotContain("WARN", "ERROR");
    assertThat(service.waitFor()).isEqualTo(exitCode);
  }

  @Test
  void secondSignalEndsTheProcessAtOnce() throws Exception {
    BufferedReader log = start(Map.of("SHUTDOWN_DELAY_MS", "100000"));
    awaitLine(log, "Running until");
    signal("TERM");
    awaitLine(log, "Stopping");
    signal("INT");

    assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).isEqualTo(130);
  }
}
