package dev.anyflix.web;

import static dev.anyflix.settings.SettingTable.TRUSTED_PROXIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.anyflix.settings.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientAddressesTest {

  static ClientAddresses trusting(String proxies) {
    return new ClientAddresses(
        Settings.of(Map.of("TRUSTED_PROXIES", proxies)).get(TRUSTED_PROXIES));
  }

  private static Request request(String peer, String... forwarded) throws Exception {
    ConnectionMetaData connection = mock();
    when(connection.getRemoteSocketAddress())
        .thenReturn(new InetSocketAddress(InetAddress.getByName(peer), 4711));
    Request request = mock();
    when(request.getConnectionMetaData()).thenReturn(connection);
    HttpFields.Mutable headers = HttpFields.build();
    List.of(forwarded).forEach(line -> headers.add("X-Forwarded-For", line));
    when(request.getHeaders()).thenReturn(headers);
    return request;
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0/64",
    "::1, 0:0:0:0:0:0:0:0/64",
    "::ffff:192.0.2.1, 192.0.2.1"
  })
  void clientIsAnIpv4AddressOrAnIpv6Network(String peer, String client) throws Exception {
    assertThat(trusting("").clientOf(request(peer))).isEqualTo(client);
  }

  @Test
  void headerOfAnUntrustedPeerIsIgnored() throws Exception {
    assertThat(trusting("").clientOf(request("192.0.2.1", "203.0.113.9"))).isEqualTo("192.0.2.1");
    assertThat(trusting("10.0.0.0/8").clientOf(request("192.0.2.1", "203.0.113.9")))
        .isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9 | 203.0.113.9",
        "1.1.1.1, 203.0.113.9 | 203.0.113.9",
        "1.1.1.1, 203.0.113.9, 10.0.0.2 | 203.0.113.9",
        "10.0.0.7, 10.0.0.2 | 10.0.0.7",
        "203.0.113.9:55123 | 203.0.113.9",
        "[2001:db8:1:2::1]:443 | 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2::1 | 2001:db8:1:2:0:0:0:0/64",
        "203.0.113.9, unknown, 10.0.0.2 | 10.0.0.2",
        "203.0.113.9, 999.1.1.1 | 10.0.0.1",
        "localhost | 10.0.0.1",
        "[::1 | 10.0.0.1",
        ", , | 10.0.0.1"
      })
  void clientBehindTrustedProxiesIsTheLastUntrustedAddress(String forwarded, String client)
      throws Exception {
    assertThat(trusting("10.0.0.0/8").clientOf(request("10.0.0.1", forwarded))).isEqualTo(client);
  }

  @Test
  void trustedProxyWithoutTheHeaderIsTheClient() throws Exception {
    assertThat(trusting("10.0.0.0/8").clientOf(request("10.0.0.1"))).isEqualTo("10.0.0.1");
  }

  @Test
  void severalHeaderLinesAreOneList() throws Exception {
    assertThat(
            trusting("10.0.0.0/8")
                .clientOf(request("10.0.0.1", "203.0.113.9", "198.51.100.4, 10.0.0.3")))
        .isEqualTo("198.51.100.4");
  }
}
