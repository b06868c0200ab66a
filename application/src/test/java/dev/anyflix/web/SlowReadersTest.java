package dev.anyflix.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients that ask for large answers and do not read them, more of them than the pool has threads.
 */
@Tag("faults")
final class SlowReadersTest {

  private static final int READERS = 420;
  private static final int READERS_PER_ADDRESS = 140;
  private static final Duration PROMPTLY = Duration.ofSeconds(10);

  private final App app =
      App.with(Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0", "REDIS_HOST", ""))).start();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> readers = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (Socket reader : readers) {
      reader.close();
    }
    app.close();
  }

  /** Several answers at once, because the system buffers 1.6 MB of them. */
  private void askAndNeverRead(String path, int requests) throws IOException {
    for (int i = 0; i < READERS; i++) {
      var reader = new Socket();
      readers.add(reader);
      reader.setReceiveBufferSize(1024);
      reader.bind(
          new InetSocketAddress(
              InetAddress.getByName("127.0.0." + (2 + i / READERS_PER_ADDRESS)), 0));
      reader.connect(new InetSocketAddress("127.0.0.1", app.port()));
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      reader.getOutputStream().write(request.repeat(requests).getBytes(ISO_8859_1));
    }
  }

  private int status(String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
                .timeout(PROMPTLY)
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void answerThatIsNotReadHoldsNoThread() throws Exception {
    askAndNeverRead("/openapi.json", 14);

    assertThat(status("/health")).isEqualTo(200);
    assertThat(status("/api/providers")).isEqualTo(200);
  }

  @Test
  void largeFileThatIsNotReadHoldsNoThread() throws Exception {
    askAndNeverRead("/docs/swagger-ui/" + Version.swaggerUi() + "/swagger-ui-bundle.js", 2);

    assertThat(status("/health")).isEqualTo(200);
    assertThat(status("/docs")).isEqualTo(200);
  }
}
