package dev.anyflix.upstream;

import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP clients of all upstreams share: threads, TLS, user agent, clock and listener.
 * Thread safe; close it after the sources.
 */
public final class SharedHttp implements AutoCloseable {

  private static final int IDLE_CONNECTIONS = 8;

  /** Less than the usual keep-alive of servers: a request on a closed connection is lost. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private final MemoizingSupplier<OkHttpClient> client;
  private final LargeBodyLimit largeBodies =
      LargeBodyLimit.forHeap(Runtime.getRuntime().maxMemory());
  private final Queue<ConnectionPool> pools = new ConcurrentLinkedQueue<>();
  private final String userAgent;
  private final Clock clock;
  private final UpstreamListener listener;

  /** Without proxies. */
  public SharedHttp(String version, Clock clock, UpstreamListener listener) {
    this(version, clock, listener, UpstreamProxies.NONE);
  }

  /** With proxies. */
  public SharedHttp(
      String version, Clock clock, UpstreamListener listener, UpstreamProxies proxies) {
    this(version, clock, listener, proxies, UnaryOperator.identity());
  }

  /**
   * @param version the version of this service, which the user agent names
   * @param clock for all durations and deadlines
   * @param configuration configures the client last; its timeouts and connection pool are replaced
   */
  public SharedHttp(
      String version,
      Clock clock,
      UpstreamListener listener,
      UpstreamProxies proxies,
      UnaryOperator<OkHttpClient.Builder> configuration) {
    client =
        new MemoizingSupplier<>(
            () ->
                configuration
                    .apply(
                        new OkHttpClient.Builder()
                            .followRedirects(false)
                            .followSslRedirects(false)
                            .retryOnConnectionFailure(false)
                            .proxySelector(proxies)
                            .proxyAuthenticator(proxies.authenticator()))
                    .build());
    this.userAgent = "Anyflix/" + version + " (+self-hosted)";
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Creates the client with its TLS context, which takes some tenths of a second that the first
   * call would otherwise wait for.
   *
   * @throws IllegalStateException if TLS cannot be set up, because the trust store is unreadable or
   *     empty; the message says what to do
   */
  public void prepare() {
    X509TrustManager trust;
    try {
      trust = client.get().x509TrustManager();
    } catch (Exception | AssertionError e) {
      throw noTls(e.toString(), e);
    }
    if (trust != null && trust.getAcceptedIssuers().length == 0) {
      throw noTls("the trust store is missing or contains no certificate", null);
    }
  }

  private static IllegalStateException noTls(String reason, @Nullable Throwable cause) {
    return new IllegalStateException(
        "TLS cannot be set up, so that no upstream can be called: "
            + reason
            + ". Correct -Djavax.net.ssl.trustStore and its password and type, or remove them.",
        cause);
  }

  /** A client with its own timeouts and connections, created on first use. */
  public Supplier<OkHttpClient> client(Duration timeout) {
    return new MemoizingSupplier<>(() -> create(timeout));
  }

  private OkHttpClient create(Duration timeout) {
    ConnectionPool pool =
        new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
    pools.add(pool);
    return client
        .get()
        .newBuilder()
        .connectionPool(pool)
        .connectTimeout(timeout)
        .readTimeout(timeout)
        .writeTimeout(timeout)
        .build();
  }

  String userAgent() {
    return userAgent;
  }

  Clock clock() {
    return clock;
  }

  LargeBodyLimit largeBodies() {
    return largeBodies;
  }

  UpstreamListener listener() {
    return listener;
  }

  /** Closes idle connections and ends the threads; calls in flight end by themselves. */
  @Override
  public void close() {
    if (client.isCreated()) {
      client.get().dispatcher().executorService().shutdown();
    }
    pools.forEach(ConnectionPool::evictAll);
  }
}
