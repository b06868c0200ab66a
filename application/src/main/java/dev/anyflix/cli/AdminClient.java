package dev.anyflix.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.anyflix.settings.AdminAccess;
import dev.anyflix.settings.Version;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Speaks to the administration of a running service. Thread safe.
 *
 * <p>It follows no redirect, so that the token reaches no other host than the one that was named.
 */
final class AdminClient {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
  private static final JsonMapper JSON = new JsonMapper();

  private final AdminAccess access;
  private final Duration timeout;
  private final HttpClient http;
  private final AdminFailures failures;

  /**
   * @param timeout how long a request may take as a whole
   */
  AdminClient(AdminAccess access, Duration timeout) {
    this.access = access;
    this.timeout = timeout;
    this.failures = new AdminFailures(access, timeout);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
            .build();
  }

  /** Where the service is. */
  URI url() {
    return access.url();
  }

  /**
   * Asks for a JSON object.
   *
   * @param path from the service's address on, with a slash before it
   * @param field a field that the answer has if the service is an Anyflix
   * @throws AdminException if there is no such answer
   */
  JsonNode get(String path, String field) throws InterruptedException {
    return answer(request(path).GET().build(), field);
  }

  /** Has something done; otherwise as {@link #get}. */
  JsonNode post(String path, String field) throws InterruptedException {
    return answer(request(path).POST(BodyPublishers.noBody()).build(), field);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(access.url() + path))
            .header("Accept", "application/json")
            .header("User-Agent", "anyflix/" + Version.current());
    if (access.token() != null) {
      request.header("Authorization", "Bearer " + access.token());
    }
    return request;
  }

  private JsonNode answer(HttpRequest request, String field) throws InterruptedException {
    HttpResponse<String> response = send(request);
    JsonNode body = parsed(response.body());
    if (response.statusCode() / 100 != 2) {
      throw failures.refused(response, body);
    }
    if (!body.has(field)) {
      throw failures.stranger("answers otherwise than an Anyflix does");
    }
    return body;
  }

  private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<String>> sent = http.sendAsync(request, BodyHandlers.ofString());
    try {
      return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failures.late();
    } catch (ExecutionException e) {
      throw failures.unreachable(e);
    } finally {
      sent.cancel(true);
    }
  }

  private static JsonNode parsed(String body) {
    try {
      JsonNode parsed = JSON.readTree(body);
      return parsed == null ? MissingNode.getInstance() : parsed;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
