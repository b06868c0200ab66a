package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.settings.AdminAccess;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** The messages of failures before any response. */
final class AdminFailuresTest {

  private static final AdminAccess ACCESS =
      new AdminAccess(URI.create("https://anyflix.invalid"), null, false);

  private final AdminFailures failures = new AdminFailures(ACCESS, Duration.ofSeconds(10));

  private String message(Exception failure) {
    AdminException translated = failures.unreachable(new ExecutionException(failure));
    assertThat(translated).hasMessageContaining("anyflix.invalid");
    return String.valueOf(translated.getMessage());
  }

  @Test
  void eachFailureHasAMessageOfItsOwn() {
    assertThat(message(new SSLHandshakeException("no trust")))
        .contains("TLS connection to https://", "no trust", "trustStore");
    assertThat(message(new UnresolvedAddressException())).contains("Unknown host");
    assertThat(message(new HttpConnectTimeoutException("late")))
        .contains("is unreachable or does not use https");
    assertThat(message(new NoRouteToHostException())).contains("is unreachable.");
    assertThat(message(new ConnectException())).contains("refused");
    assertThat(message(new EOFException())).contains("closed the connection");
  }

  @Test
  void onlyABadCertificateIsPermanent() {
    assertThat(failures.unreachable(new SSLHandshakeException("no trust")).isTransient()).isFalse();
    assertThat(failures.unreachable(new HttpConnectTimeoutException("late")).isTransient())
        .isTrue();
    assertThat(failures.unreachable(new ConnectException()).isTransient()).isTrue();
  }
}
