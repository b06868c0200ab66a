package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the open connections of each client, so that one client cannot use up those of the server.
 * Connections beyond the limit are closed before they are read. Thread safe.
 *
 * <p>A client is an IPv4 address or an IPv6 network (/64). A trusted proxy has no limit, because
 * all clients behind it share its address.
 */
final class ClientConnectionLimit implements Connection.Listener {

  private static final Logger log = LoggerFactory.getLogger(ClientConnectionLimit.class);

  private final int max;
  private final ClientAddresses addresses;

  /** A closed connection no longer knows its address. */
  private final ConcurrentMap<Connection, String> clients = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, Integer> openByClient = new ConcurrentHashMap<>();
  private final LogThrottle logThrottle;

  ClientConnectionLimit(int max, ClientAddresses addresses) {
    this(max, addresses, Ticker.systemTicker());
  }

  ClientConnectionLimit(int max, ClientAddresses addresses, Ticker ticker) {
    this.max = max;
    this.addresses = addresses;
    this.logThrottle = new LogThrottle(ticker);
  }

  @Override
  public void onOpened(Connection connection) {
    InetAddress address =
        ClientAddresses.addressOf(connection.getEndPoint().getRemoteSocketAddress());
    if (address == null || addresses.isTrustedProxy(address)) {
      return;
    }
    String client = ClientAddresses.networkOf(address);
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
              + " If it is a proxy, add its address to TRUSTED_PROXIES.",
          client,
          max);
    }
  }

  /** How many clients have a connection. */
  int clients() {
    return openByClient.size();
  }
}
