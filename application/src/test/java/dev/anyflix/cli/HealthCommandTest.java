package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthCommandTest {

  @TempDir Path directory;

  private CommandLineRun run(int port, String... arguments) {
    return CommandLineRun.of(
        new Launch(Map.of("HOST", "127.0.0.1", "PORT", Integer.toString(port)), directory),
        arguments);
  }

  @Test
  void exitCodeSaysWhetherTheServiceAnswers() {
    int port;
    try (App app =
        App.with(Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0", "REDIS_HOST", ""))).start()) {
      port = app.port();
      CommandLineRun healthy = run(port, "health");
      assertThat(healthy.exitCode()).isZero();
      assertThat(healthy.out()).isEqualToIgnoringNewLines("healthy");
      assertThat(run(port, "health", "--ready").out()).isEqualToIgnoringNewLines("ready");
    }

    CommandLineRun stopped = run(port, "health");
    assertThat(stopped.exitCode()).isEqualTo(1);
    assertThat(stopped.err()).contains("unhealthy: http://127.0.0.1:" + port, "does not answer");
  }
}
