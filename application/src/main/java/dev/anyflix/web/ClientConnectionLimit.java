package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final long LOG_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

  private final int max;
  private final Ticker ticker;

  /** A closed connection no longer knows its address. */
  private final ConcurrentMap<Connection, String> clients = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, Integer> openByClient = new ConcurrentHashMap<>();
  private final AtomicLong nextLog;

  ClientConnectionLimit(int max) {
    this(max, Ticker.systemTicker());
  }

  ClientConnectionLimit(int max, Ticker ticker) {
    this.max = max;
    this.ticker = ticker;
    this.nextLog = new AtomicLong(ticker.read());
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

  /** At most once a minute, because an attack would fill the log otherwise. */
  private void logRefusal(String client) {
    long now = ticker.read();
    long due = nextLog.get();
    if (now - due >= 0 && nextLog.compareAndSet(due, now + LOG_INTERVAL_NANOS)) {
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
