package dev.anyflix.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;

/** The port of the service, with its limits on connections. */
final class HttpConnector extends ServerConnector {

  static final int MAX_CONNECTIONS = 4096;
  static final int MAX_CONNECTIONS_PER_CLIENT = 256;

  /** Connections that wait to be accepted; a burst beyond it is refused by the system. */
  static final int BACKLOG = 1024;

  /**
   * How long an idle connection is kept open. Proxies reuse theirs for 60 s; a connection that ends
   * earlier here fails the request that a proxy has just sent on it.
   */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(75);

  /** How long a connection without a request is kept open while the server stops. */
  private static final Duration KEEP_ALIVE_AT_STOP = Duration.ofMillis(50);

  private static final Duration SLOW_CLIENT = Duration.ofSeconds(20);
  private static final Duration FIRST_BYTE = Duration.ofSeconds(10);

  HttpConnector(
      Server server, HttpConfiguration http, String host, int port, ClientAddresses clients) {
    super(server, new HttpConnectionFactory(http));
    setHost(host);
    setPort(port);
    setAcceptQueueSize(BACKLOG);
    setIdleTimeout(KEEP_ALIVE.toMillis());
    setShutdownIdleTimeout(-1); // It would end answers that their clients read slowly.
    addEventListener(new ClientConnectionLimit(MAX_CONNECTIONS_PER_CLIENT, clients));
    server.addBean(new TotalConnectionLimit(MAX_CONNECTIONS, server));
    server.addBean(new SlowClientLimit(server, SLOW_CLIENT, FIRST_BYTE));
  }

  /** Makes every answer from now on the last one of its connection. */
  void endKeepAlive() {
    getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .setPersistentConnectionsEnabled(false);
  }

  /** Closes the port, and each connection as soon as it has no request in flight. */
  @Override
  public CompletableFuture<Void> shutdown() {
    endKeepAlive();
    CompletableFuture<Void> closed = super.shutdown();
    closeIdle(closed);
    return closed;
  }

  private void closeIdle(CompletableFuture<Void> closed) {
    if (closed.isDone() || !isRunning()) {
      return;
    }
    getConnectedEndPoints().stream().filter(HttpConnector::isIdle).forEach(EndPoint::close);
    var unused =
        getScheduler()
            .schedule(
                () -> closeIdle(closed), KEEP_ALIVE_AT_STOP.toMillis() / 2, TimeUnit.MILLISECONDS);
  }

  private static boolean isIdle(EndPoint endPoint) {
    return endPoint.getConnection() instanceof HttpConnection connection
        && connection.getHttpChannel().getRequest() == null
        && endPoint instanceof AbstractEndPoint known
        && known.getIdleFor() >= KEEP_ALIVE_AT_STOP.toMillis();
  }
}
