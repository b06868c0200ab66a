package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.settings.Setting;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

  @TempDir Path directory;

  /** Runs the demo until its first line of output. */
  private String firstLine(Map<String, String> environment, String... arguments) throws Exception {
    var pipe = new PipedOutputStream();
    var lines =
        new BufferedReader(
            new InputStreamReader(new PipedInputStream(pipe), StandardCharsets.UTF_8));
    var command =
        AnyflixCommand.commandLine(new Launch(environment, directory))
            .setOut(new PrintWriter(pipe, true, StandardCharsets.UTF_8));
    Thread demo = new Thread(() -> command.execute(arguments));
    demo.start();
    try {
      return lines.readLine();
    } finally {
      demo.interrupt();
      demo.join();
    }
  }

  @Test
  void redisIsIgnoredUnlessItIsAskedFor() throws Exception {
    Map<String, String> environment = Map.of("REDIS_HOST", "localhost", "PORT", "0");

    assertThat(firstLine(environment, "demo")).isEqualTo("The demo ignores REDIS_HOST.");
  }

  @Test
  void demoSendsNoRequestToARealUpstream() throws Exception {
    try (DemoUpstream upstream = DemoUpstream.start(DemoOptions.HEALTHY, Clock.systemUTC())) {
      Settings settings =
          DemoCommand.over(upstream, Settings.of(Map.of("JELLYFIN_URL", "https://tv.example")));

      assertThat(SettingTable.ALL)
          .filteredOn(
              setting ->
                  settings.get(setting) instanceof URI address
                      && address.getScheme().startsWith("http")
                      && !"127.0.0.1".equals(address.getHost()))
          .extracting(Setting::name)
          .as("settings of upstreams without an endpoint in DemoUpstream")
          .isEmpty();
    }
  }

  @Test
  void redisOptionUsesTheRedisOfTheSettings() throws Exception {
    try (var redis = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment =
          Map.of("REDIS_HOST", "127.0.0.1", "REDIS_PORT", "" + redis.getLocalPort(), "PORT", "0");
      redis.setSoTimeout(20_000);

      assertThat(firstLine(environment, "demo", "--redis")).startsWith("The demo serves");

      try (Socket connection = redis.accept();
          InputStream in = connection.getInputStream()) {
        assertThat(in.read()).isEqualTo('*');
      }
    }
  }
}
