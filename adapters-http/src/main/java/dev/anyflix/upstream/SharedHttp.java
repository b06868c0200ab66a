package dev.anyflix.upstream;

import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * The one HTTP client that all upstreams share: threads, who it says it is, who counts its calls.
 * Thread safe; close it last.
 */
public final class SharedHttp implements AutoCloseable {

  private static final int IDLE_CONNECTIONS = 8;

  /** Less than most servers keep one, for a request on a connection closed there is lost. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Lazy<OkHttpClient> client =
      new Lazy<>(
          () ->
              new OkHttpClient.Builder()
                  .followRedirects(false)
                  .followSslRedirects(false)
                  .retryOnConnectionFailure(false)
                  .build());

  private final Queue<ConnectionPool> pools = new ConcurrentLinkedQueue<>();
  private final String userAgent;
  private final Clock clock;
  private final UpstreamListener listener;

  /**
   * @param version this service's version, which every request tells
   */
  public SharedHttp(String version, Clock clock, UpstreamListener listener) {
    this.userAgent = "Anyflix/" + version + " (+self-hosted)";
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Makes what the first call would have to wait for, some tenths of a second: certificates and
   * ciphers.
   */
  public void prepare() {
    OkHttpClient unused = client.get();
  }

  /** With timeouts and connections of its own, so that it can drop them and harm nobody. */
  Supplier<OkHttpClient> client(Duration timeout) {
    return new Lazy<>(() -> make(timeout));
  }

  private OkHttpClient make(Duration timeout) {
    ConnectionPool pool = new ConnectionPool(IDLE_CONNECTIONS, IDLE.toSeconds(), TimeUnit.SECONDS);
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

  UpstreamListener listener() {
    return listener;
  }

  /** Closes idle connections and ends the threads; calls in flight end by themselves. */
  @Override
  public void close() {
    if (client.isMade()) {
      client.get().dispatcher().executorService().shutdown();
    }
    pools.forEach(ConnectionPool::evictAll);
  }
}
