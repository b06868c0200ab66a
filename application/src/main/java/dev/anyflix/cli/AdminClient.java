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
 * A client of the admin API. Does not follow redirects, so that the token reaches no other host.
 * Thread safe.
 */
final class AdminClient {

  private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final JsonMapper JSON = new JsonMapper();

  private final AdminAccess access;
  private final Duration timeout;
  private final HttpClient http;
  private final AdminFailures failures;

  /**
   * Creates a client.
   *
   * @param timeout the timeout of a request as a whole
   */
  AdminClient(AdminAccess access, Duration timeout) {
    this.access = access;
    this.timeout = timeout;
    this.failures = new AdminFailures(access, timeout);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(
                timeout.compareTo(MAX_CONNECT_TIMEOUT) < 0 ? timeout : MAX_CONNECT_TIMEOUT)
            .build();
  }

  /** The address of the service. */
  URI url() {
    return access.url();
  }

  /**
   * Requests a JSON object.
   *
   * @param path the path below the service's address, with a leading slash
   * @param field a field that every answer of Anyflix has
   * @throws AdminException if the request fails or the answer lacks the field
   */
  JsonNode get(String path, String field) throws InterruptedException {
    return answer(request(path).GET().build(), field);
  }

  /** Like {@link #get} with POST. */
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
      throw failures.rejected(response, body);
    }
    if (!body.has(field)) {
      throw failures.notAnyflix("is not an Anyflix service");
    }
    return body;
  }

  private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<String>> sent = http.sendAsync(request, BodyHandlers.ofString());
    try {
      return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failures.timedOut();
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
