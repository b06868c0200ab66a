package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service behind a proxy that serves it below /media/ and rewrites no answer. */
final class SubpathTest {

  private static final String PREFIX = "/media/";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:src=|href=|from |import |url: |send\\w*\\(|watch\\()[\"'`](?!data:|#)([^\"'`#?$]+)[\"'`#?]");

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  @RegisterExtension private final DemoService service = DemoService.generous(Map.of());
  private HttpServer proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(PREFIX, this::forward);
    proxy.setExecutor(threads);
    proxy.start();
  }

  @AfterEach
  void stop() {
    proxy.stop(0);
    threads.shutdownNow();
  }

  private void forward(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().substring(PREFIX.length() - 1);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
            .method(exchange.getRequestMethod(), BodyPublishers.noBody())
            .build();
    try (exchange) {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      for (String name : List.of("Content-Type", "Location")) {
        response
            .headers()
            .firstValue(name)
            .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
      }
      byte[] body = response.body();
      exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + proxy.getAddress().getPort() + PREFIX + path);
  }

  private HttpResponse<String> send(String method, URI uri) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs", "admin"})
  void pageAndAllThatItLoadsIsBelowThePrefix(String page) throws Exception {
    Set<URI> seen = new TreeSet<>();
    Deque<URI> open = new ArrayDeque<>(List.of(at(page)));
    while (!open.isEmpty()) {
      URI uri = open.remove();
      assertThat(uri.getPath()).startsWith(PREFIX);
      if (!seen.add(uri) || uri.getPath().endsWith("/admin/events")) {
        continue;
      }
      HttpResponse<String> response = send("GET", uri);
      assertThat(response.statusCode()).as(uri.toString()).isIn(200, 405);
      boolean isOwn = !uri.getPath().contains("swagger-ui") && !uri.getPath().contains("uPlot");
      if (isOwn && !response.headers().firstValue("Content-Type").orElse("").contains("json")) {
        REFERENCE
            .matcher(response.body())
            .results()
            .map(reference -> reference.group(1))
            .forEach(
                link ->
                    open.add(link.startsWith("./") ? uri.resolve(link) : at(page).resolve(link)));
      }
    }
    assertThat(seen).hasSizeGreaterThan(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs", "admin"})
  void slashAtTheEndOfAPageIsRedirected(String page) throws Exception {
    HttpResponse<String> response = send("GET", at(page + "/"));

    assertThat(response.statusCode()).isEqualTo(308);
    String location = response.headers().firstValue("Location").orElseThrow();
    assertThat(at(page + "/").resolve(location)).isEqualTo(at(page));
  }

  @Test
  void linksOfTheIndexTheDescriptionAndTheWarmUpAreBelowThePrefix() throws Exception {
    JsonNode links = new ObjectMapper().readTree(send("GET", at("")).body()).at("/links");
    assertThat(links).isNotEmpty();
    for (JsonNode link : links) {
      assertThat(send("GET", at("").resolve(link.asText())).statusCode())
          .as(link.asText())
          .isEqualTo(200);
    }

    JsonNode description = new ObjectMapper().readTree(send("GET", at("openapi.json")).body());
    assertThat(at("openapi.json").resolve(description.at("/servers/0/url").asText()))
        .isEqualTo(at(""));

    HttpResponse<String> warm = send("POST", at("admin/cache/warm"));
    String location = warm.headers().firstValue("Location").orElseThrow();
    assertThat(send("GET", at("admin/cache/warm").resolve(location)).statusCode()).isEqualTo(200);
  }
}
