package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the open connections of each client, so that one client cannot use up those of the server.
 * Connections beyond the limit are closed before they are read. Thread safe.
 *
 * <p>A client is an IPv4 address or an IPv6 network (/64).
 */
final class ClientConnectionLimit implements Connection.Listener {

  private static final Logger log = LoggerFactory.getLogger(ClientConnectionLimit.class);

  private final int max;

  /** A closed connection no longer knows its address. */
  private final ConcurrentMap<Connection, String> clients = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, Integer> openByClient = new ConcurrentHashMap<>();
  private final LogThrottle logThrottle;

  ClientConnectionLimit(int max) {
    this(max, Ticker.systemTicker());
  }

  ClientConnectionLimit(int max, Ticker ticker) {
    this.max = max;
    this.logThrottle = new LogThrottle(ticker);
  }

  @Override
  public void onOpened(Connection connection) {
    String client = clientOf(connection);
    clients.put(connection, client);
    int open = openByClient.merge(client, 1, Integer::sum);
    if (open > max) {
      logRefusal(client);
      connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    String client = clients.remove(connection);
    if (client != null) {
      openByClient.computeIfPresent(client, (name, open) -> open == 1 ? null : open - 1);
    }
  }

  private void logRefusal(String client) {
    if (logThrottle.tryAcquire()) {
      log.warn(
          "Client {} has {} open connections, the limit for one client; closing further ones."
              + " If it is a proxy, let it keep fewer connections.",
          client,
          max);
    }
  }

  private static String clientOf(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
        ? ServiceRequest.networkOf(remote.getAddress().getHostAddress())
        : "";
  }

  /** How many clients have a connection. */
  int clients() {
    return openByClient.size();
  }
}
