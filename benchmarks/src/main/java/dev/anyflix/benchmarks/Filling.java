package dev.anyflix.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Fills the cache of a service and looks how much room it takes. */
final class Filling {

  private static final Duration RUN = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server;

  Filling(Server server) {
    this.server = server;
  }

  /** Asks for every id up to the last until each has been asked for. */
  void upTo(int last) throws IOException, InterruptedException {
    long asked = 0;
    while (asked < last) {
      int first = (int) asked + 1;
      asked += Wrk.eachMedium(first, last).against(server, server.url(), RUN).requests();
    }
  }

  /** The size of the body of one id in bytes. */
  int bodyBytes(int id) throws IOException, InterruptedException {
    return body(server.url().resolve("/api/anilist/media/" + id)).length;
  }

  JsonNode stats() throws IOException, InterruptedException {
    return JSON.readTree(body(server.url().resolve("/admin/cache/stats")));
  }

  private byte[] body(URI url) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray()).body();
  }

  /** Bytes of live objects, after a collection. */
  long heapBytes() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd",
                Long.toString(server.pid()),
                "GC.class_histogram")
            .start();
    String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    String total = histogram.substring(histogram.lastIndexOf("Total")).strip();
    return Long.parseLong(total.split("\\s+", -1)[2]);
  }
}
