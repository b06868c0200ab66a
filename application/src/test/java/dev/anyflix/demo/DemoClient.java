package dev.anyflix.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Speaks to a demo upstream over real HTTP. */
final class DemoClient {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final DemoUpstream upstream;

  DemoClient(DemoUpstream upstream) {
    this.upstream = upstream;
  }

  HttpResponse<String> anilist(String query, String variables)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("query", query);
    body.set("variables", JSON.readTree(variables));
    return post(body.toString());
  }

  HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return http.send(
        request(upstream.url("ANILIST_URL"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> tmdb(String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(URI.create(upstream.url("TMDB_URL") + pathAndQuery));
    return http.send(
        (headers.length == 0
                ? request.header("Authorization", "Bearer any")
                : request.headers(headers))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(URI upstream, String pathAndQuery)
      throws IOException, InterruptedException {
    return http.send(
        request(URI.create(upstream + pathAndQuery)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  /** The values of one field of every element. */
  static List<String> each(JsonNode array, String pointer) {
    List<String> values = new ArrayList<>();
    array.forEach(node -> values.add(node.at(pointer).asText()));
    return values;
  }
}
