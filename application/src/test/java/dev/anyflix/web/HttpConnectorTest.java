package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

final class HttpConnectorTest {

  private final Server server = new Server();
  private final HttpConnector connector =
      new HttpConnector(
          server, new HttpConfiguration(), "127.0.0.1", 0, new ClientAddresses(List.of()));

  @Test
  void idleConnectionOutlastsTheReuseByProxies() {
    assertThat(Duration.ofMillis(connector.getIdleTimeout())).isGreaterThan(Duration.ofSeconds(60));
  }

  @Test
  void burstOfConnectionsWaitsToBeAccepted() {
    assertThat(connector.getAcceptQueueSize()).isEqualTo(1024);
  }

  @Test
  void silentConnectionIsClosedAfterTenSeconds() {
    assertThat(server.getBean(SlowClientLimit.class).firstByteTimeout())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void oneClientCannotUseUpTheConnectionsOfTheServer() {
    assertThat(HttpConnector.MAX_CONNECTIONS_PER_CLIENT).isEqualTo(256);
    assertThat(connector.getEventListeners())
        .hasAtLeastOneElementOfType(ClientConnectionLimit.class);
    assertThat(server.getBean(TotalConnectionLimit.class).getMaxNetworkConnectionCount())
        .isGreaterThan(10 * HttpConnector.MAX_CONNECTIONS_PER_CLIENT);
  }
}
