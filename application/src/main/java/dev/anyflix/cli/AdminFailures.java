package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.settings.AdminAccess;
import dev.anyflix.settings.Printable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Translates failures of admin requests into messages with a cause and an action. */
final class AdminFailures {

  private final AdminAccess access;
  private final Duration timeout;

  AdminFailures(AdminAccess access, Duration timeout) {
    this.access = access;
    this.timeout = timeout;
  }

  AdminException timedOut() {
    return new AdminException(
        true,
        "%s did not answer within %d s. Check the service or raise --timeout"
            .formatted(access.url(), timeout.toSeconds()));
  }

  /** A failure before any response. */
  AdminException unreachable(Throwable failure) {
    Throwable tls = find(failure, SSLException.class);
    if (tls != null) {
      return new AdminException(
          false,
          "TLS connection to %s failed: %s. Check that it uses https and that Java trusts its certificate (java -Djavax.net.ssl.trustStore=FILE -jar ...)"
              .formatted(access.url(), Printable.of(String.valueOf(tls.getMessage()))));
    }
    if (isCausedBy(failure, UnresolvedAddressException.class)) {
      return new AdminException(
          true, "Unknown host %s. Check --url or ANYFLIX_URL".formatted(access.url().getHost()));
    }
    if (isCausedBy(failure, HttpConnectTimeoutException.class)) {
      return new AdminException(
          true,
          "%s is unreachable or does not use %s. Check the address, the network and the firewall"
              .formatted(access.url(), access.url().getScheme()));
    }
    if (isCausedBy(failure, NoRouteToHostException.class)) {
      return new AdminException(
          true,
          "%s is unreachable. Check the network, the firewall and the address"
              .formatted(access.url()));
    }
    if (isCausedBy(failure, ConnectException.class)) {
      return new AdminException(
          true,
          "Connection to %s refused. Start the service or set --url or ANYFLIX_URL"
              .formatted(access.url()));
    }
    return new AdminException(
        true,
        "%s closed the connection. Check that it uses %s"
            .formatted(access.url(), access.url().getScheme()));
  }

  /** A response that is not from Anyflix. */
  AdminException notAnyflix(String how) {
    return new AdminException(
        false, "%s %s. Check --url or ANYFLIX_URL".formatted(access.url(), how));
  }

  /** An error response or a redirect. */
  AdminException rejected(HttpResponse<String> response, JsonNode body) {
    int status = response.statusCode();
    if (status / 100 == 3) {
      String location = response.headers().firstValue("Location").orElse("nowhere");
      return notAnyflix("redirects to " + Printable.of(location) + "; redirects are not followed");
    }
    String detail = Printable.of(body.path("detail").asText());
    if (detail.isEmpty()) {
      return status >= 500
          ? new AdminException(
              true,
              "%s answered HTTP %d. Check that the service behind it is running"
                  .formatted(access.url(), status))
          : notAnyflix("answered HTTP %d and is not an Anyflix service".formatted(status));
    }
    return new AdminException(status >= 500, status == 401 ? unauthorized(detail) : detail);
  }

  private String unauthorized(String detail) {
    if (access.isTokenWithheld()) {
      return "The token was not sent because only .env names the address. Use --url, or set ANYFLIX_URL in"
          + " the environment";
    }
    return access.token() == null
        ? detail + " Set ADMIN_TOKEN or --token."
        : access.url() + " rejected the token. Check --token or ADMIN_TOKEN";
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    return find(failure, type) != null;
  }

  private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return cause;
      }
    }
    return null;
  }
}
