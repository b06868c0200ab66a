package dev.anyflix.web;

import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

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
  private static final Duration KEEP_ALIVE_AT_STOP = Duration.ofMillis(20);

  private static final Duration SLOW_CLIENT = Duration.ofSeconds(20);
  private static final Duration FIRST_BYTE = Duration.ofSeconds(10);

  HttpConnector(
      Server server, HttpConfiguration http, String host, int port, ClientAddresses clients) {
    super(server, new HttpConnectionFactory(http));
    setHost(host);
    setPort(port);
    setAcceptQueueSize(BACKLOG);
    setIdleTimeout(KEEP_ALIVE.toMillis());
    setShutdownIdleTimeout(KEEP_ALIVE_AT_STOP.toMillis());
    addEventListener(new ClientConnectionLimit(MAX_CONNECTIONS_PER_CLIENT, clients));
    server.addBean(new TotalConnectionLimit(MAX_CONNECTIONS, server));
    server.addBean(new SlowClientLimit(server, SLOW_CLIENT, FIRST_BYTE));
  }
}
