package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as separate processes against a real service. */
@Timeout(120)
final class CommandLineProcessTest {

  @TempDir Path directory;

  @AutoClose private App app;

  @BeforeEach
  void start() {
    app = App.with(Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0", "REDIS_HOST", ""))).start();
  }

  private Process process(String... arguments) throws IOException {
    return process(List.of(), arguments);
  }

  private Process process(List<String> jvmArguments, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.anyflix.Main"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("HOST", "127.0.0.1");
    builder.environment().put("PORT", Integer.toString(app.port()));
    builder.environment().put("REDIS_HOST", "");
    return builder.start();
  }

  private static String read(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void watchRefreshesUntilInterrupted() throws Exception {
    Process watch = process("stats", "--watch=1", "--json");
    try (BufferedReader out = watch.inputReader()) {
      assertThat(out.readLine()).startsWith("{\"cache_enabled\":true");
      assertThat(out.readLine()).startsWith("{\"cache_enabled\":true");
      watch.destroy();

      assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      watch.destroyForcibly();
    }
  }

  @Test
  void flushInAScriptNeedsTheYesOption() throws Exception {
    Process unconfirmed = process("flush");
    assertThat(unconfirmed.waitFor()).isEqualTo(2);
    assertThat(read(unconfirmed.getErrorStream())).contains("--yes");

    Process confirmed = process("flush", "--yes");
    assertThat(confirmed.waitFor()).isZero();
    assertThat(read(confirmed.getInputStream())).startsWith("Flushed the cache");
  }

  @Test
  void portInUseIsReportedWithAnAction() throws Exception {
    Process second = process("serve");

    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(read(second.getErrorStream()))
        .contains("error: Port " + app.port() + " of 127.0.0.1 is in use. Stop the other program");
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "NONE"})
  void serviceWithoutAUsableTrustStoreDoesNotOpenItsPort(String trustStore) throws Exception {
    Files.writeString(directory.resolve("garbage"), "not a trust store");
    Process serve =
        process(List.of("-Djavax.net.ssl.trustStore=" + trustStore), "serve", "--port", "0");

    try {
      assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(serve.exitValue()).isEqualTo(1);
      assertThat(read(serve.getErrorStream()))
          .contains("error: TLS cannot be set up", "Correct -Djavax.net.ssl.trustStore")
          .doesNotContain("\tat ", "Listening");
    } finally {
      serve.destroyForcibly();
    }
  }
}
