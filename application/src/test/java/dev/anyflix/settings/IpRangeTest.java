package dev.anyflix.settings;

import static dev.anyflix.settings.SettingTable.TRUSTED_PROXIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.255.1.2,true",
    "10.0.0.0/8,11.0.0.0,false",
    "192.0.2.7,192.0.2.7,true",
    "192.0.2.7,192.0.2.6,false",
    "192.0.2.128/25,192.0.2.127,false",
    "192.0.2.128/25,192.0.2.255,true",
    "0.0.0.0/0,203.0.113.9,true",
    "0.0.0.0/0,::1,false",
    "::1,::1,true",
    "2001:db8::/32,2001:db8:ffff::1,true",
    "2001:db8::/32,2001:db9::1,false",
    "::ffff:192.0.2.7,192.0.2.7,true"
  })
  void rangeContainsTheAddressesWithItsPrefix(String range, String address, boolean contains)
      throws Exception {
    assertThat(IpRange.parse(range).contains(InetAddress.getByName(address))).isEqualTo(contains);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy",
        "10.0.0.0/33",
        "::/129",
        "10.0.0",
        "1",
        "256.0.0.1",
        "10.0.0.0/",
        "10.0.0.0/-1",
        ":::",
        "cafe",
        "[::1]"
      })
  void malformedRangeIsRejected(String text) {
    assertThatThrownBy(() -> Settings.of(Map.of("TRUSTED_PROXIES", "127.0.0.1," + text)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("TRUSTED_PROXIES: must be comma-separated IP addresses");
  }

  @Test
  void trustedProxiesAreAListThatIsEmptyByDefault() {
    assertThat(Settings.of(Map.of()).get(TRUSTED_PROXIES)).isEmpty();
    assertThat(Settings.of(Map.of("TRUSTED_PROXIES", "127.0.0.1, ::1 ")).get(TRUSTED_PROXIES))
        .containsExactly(IpRange.parse("127.0.0.1"), IpRange.parse("::1"));
  }
}
