package dev.anyflix.http;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * The one HTTP client that all upstreams share: connections, threads, who it says it is, who counts
 * its calls. Thread safe; close it last.
 */
public final class SharedHttp implements AutoCloseable {

  private static final int IDLE_CONNECTIONS = 8;

  private final OkHttpClient client;
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
    client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
  }

  /** With timeouts of its own, on the connections of all. */
  OkHttpClient client(Duration timeout) {
    return client
        .newBuilder()
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
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
