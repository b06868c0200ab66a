package dev.anyflix.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An HTTP client that fails where an answer is not as the contract says. Takes text and bytes.
 * Thread safe.
 */
public final class ContractClient extends HttpClient {

  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * The answer itself.
   *
   * @param rawPath the path asked for, as it was sent
   * @throws AssertionError if the answer is not as the contract says
   */
  public static <T> HttpResponse<T> checked(
      String method, String rawPath, HttpResponse<T> response) {
    List<String> problems =
        Verdict.on(
            Contract.SHIPPED,
            method,
            rawPath,
            response.statusCode(),
            response.headers(),
            text(response));
    if (!problems.isEmpty()) {
      throw new AssertionError(
          "%s %s -> %d is not as openapi.json says: %s%n%s"
              .formatted(method, rawPath, response.statusCode(), problems, text(response)));
    }
    return response;
  }

  private static <T> HttpResponse<T> checked(HttpRequest request, HttpResponse<T> response) {
    return checked(request.method(), request.uri().getRawPath(), response);
  }

  private static String text(HttpResponse<?> response) {
    if (response.body() instanceof String text) {
      return text;
    }
    byte[] bytes = (byte[]) response.body();
    boolean gzip = response.headers().firstValue("Content-Encoding").isPresent();
    if (!gzip || bytes.length == 0) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return checked(request, client.send(request, handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return client.sendAsync(request, handler).thenApply(response -> checked(request, response));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
    return client
        .sendAsync(request, handler, pushes)
        .thenApply(response -> checked(request, response));
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }
}
