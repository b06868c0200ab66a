package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class ListenAddressTest {

  @Test
  void aPortInUseIsSaidToBe() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var other = new ServerSocket()) {
      Throwable failure = catchThrowable(() -> other.bind(taken.getLocalSocketAddress()));

      String said =
          new ListenAddress("127.0.0.1", taken.getLocalPort())
              .refusal(new IllegalStateException(failure))
              .toString();

      assertThat(said).matches("Port \\d+ of 127.0.0.1 is in use\\. Stop .* set PORT .*\\.");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsSaidToBe() throws IOException {
    try (var socket = new ServerSocket()) {
      Throwable failure = catchThrowable(() -> socket.bind(new InetSocketAddress("192.0.2.1", 0)));

      assertThat(new ListenAddress("192.0.2.1", 8000).refusal(failure).problem())
          .isEqualTo("HOST 192.0.2.1 is no address of this machine");
    }
  }

  @Test
  void aPortThatNeedsMoreRightsIsSaidTo() {
    assertThat(
            new ListenAddress("0.0.0.0", 80)
                .refusal(new SocketException("Permission denied"))
                .advice())
        .isEqualTo("Set PORT to 1024 or above.");
  }
}
