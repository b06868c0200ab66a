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
  void portInUseIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var other = new ServerSocket()) {
      Throwable failure = catchThrowable(() -> other.bind(taken.getLocalSocketAddress()));

      String message =
          new ListenAddress("127.0.0.1", taken.getLocalPort())
              .explain(new IllegalStateException(failure))
              .toString();

      assertThat(message).matches("Port \\d+ of 127.0.0.1 is in use\\. Stop .* set PORT .*\\.");
    }
  }

  @Test
  void addressOfAnotherMachineIsNamed() throws IOException {
    try (var socket = new ServerSocket()) {
      Throwable failure = catchThrowable(() -> socket.bind(new InetSocketAddress("192.0.2.1", 0)));

      assertThat(new ListenAddress("192.0.2.1", 8000).explain(failure).problem())
          .isEqualTo("HOST 192.0.2.1 is not an address of this machine");
    }
  }

  @Test
  void missingPermissionIsNamed() {
    assertThat(
            new ListenAddress("0.0.0.0", 80)
                .explain(new SocketException("Permission denied"))
                .action())
        .isEqualTo("Set PORT to 1024 or higher.");
  }
}
