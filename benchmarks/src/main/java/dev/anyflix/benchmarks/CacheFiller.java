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

/** Fills the cache of a service and measures the memory that it uses. Not thread safe. */
final class CacheFiller {

  private static final Duration RUN = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server;

  CacheFiller(Server server) {
    this.server = server;
  }

  /** Requests every id from 1 to the last at least once. */
  void fillTo(int last) throws IOException, InterruptedException {
    long requested = 0;
    while (requested < last) {
      int first = (int) requested + 1;
      requested += Wrk.sequentialMedia(first, last).run(server, server.url(), RUN).requests();
    }
  }

  /** The size of the response body of an id in bytes. */
  int bodyBytes(int id) throws IOException, InterruptedException {
    return body(server.url().resolve("/api/anilist/media/" + id)).length;
  }

  /** The response of {@code /admin/cache/stats}. */
  JsonNode stats() throws IOException, InterruptedException {
    return JSON.readTree(body(server.url().resolve("/admin/cache/stats")));
  }

  private byte[] body(URI url) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray()).body();
  }

  /** The size of the live objects in bytes, after a garbage collection. */
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
