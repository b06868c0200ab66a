package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceRequestTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 20010db800010002",
    "[2001:db8:1:2::1], 20010db800010002",
    "2001:db8::1, 20010db800000000",
    "::1, 0000000000000000",
    "::ffff:192.0.2.1, 192.0.2.1",
    "unknown, unknown"
  })
  void clientIsAnIpv4AddressOrAnIpv6Network(String address, String network) {
    assertThat(ServiceRequest.networkOf(address)).isEqualTo(network);
  }
}
