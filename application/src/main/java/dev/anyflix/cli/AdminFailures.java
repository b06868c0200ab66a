package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.settings.AdminAccess;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What goes wrong between the command line and a service, in words that say what to do. */
final class AdminFailures {

  private final AdminAccess access;
  private final Duration timeout;

  AdminFailures(AdminAccess access, Duration timeout) {
    this.access = access;
    this.timeout = timeout;
  }

  AdminException late() {
    return new AdminException(
        true,
        "%s did not answer within %d s; is the service overloaded or stopped in its tracks?"
            .formatted(access.url(), timeout.toSeconds()));
  }

  /** There is no answer at all. */
  AdminException unreachable(Throwable failure) {
    Throwable tls = find(failure, SSLException.class);
    if (tls != null) {
      return new AdminException(
          false,
          "TLS with %s failed: %s. Does it speak https, and does Java trust its certificate? If not: java -Djavax.net.ssl.trustStore=FILE -jar ..."
              .formatted(access.url(), TextTable.printable(String.valueOf(tls.getMessage()))));
    }
    if (caused(failure, UnresolvedAddressException.class)) {
      return new AdminException(
          true,
          "The name %s is not known here; check --url or ANYFLIX_URL"
              .formatted(access.url().getHost()));
    }
    if (caused(failure, HttpConnectTimeoutException.class)
        || caused(failure, NoRouteToHostException.class)) {
      return new AdminException(
          true,
          "%s cannot be reached: no way there, a firewall that keeps silent, or no %s"
              .formatted(access.url(), access.url().getScheme()));
    }
    if (caused(failure, ConnectException.class)) {
      return new AdminException(
          true,
          "Nothing listens at %s. Start the service, or name another one with --url or ANYFLIX_URL"
              .formatted(access.url()));
    }
    return new AdminException(
        true,
        "%s breaks off the connection; does it speak %s?"
            .formatted(access.url(), access.url().getScheme()));
  }

  /** Somebody else answers. */
  AdminException stranger(String how) {
    return new AdminException(
        false, "%s %s; check --url or ANYFLIX_URL".formatted(access.url(), how));
  }

  /** The answer is an error or a redirect. */
  AdminException refused(HttpResponse<String> response, JsonNode body) {
    int status = response.statusCode();
    if (status / 100 == 3) {
      String location = response.headers().firstValue("Location").orElse("nowhere");
      return stranger("redirects to " + TextTable.printable(location) + ", which is not followed");
    }
    String detail = TextTable.printable(body.path("detail").asText());
    if (detail.isEmpty()) {
      return status >= 500
          ? new AdminException(
              true, "%s answers %d; is the service behind it up?".formatted(access.url(), status))
          : stranger("answers %d and is no Anyflix".formatted(status));
    }
    return new AdminException(status >= 500, status == 401 ? unauthorized(detail) : detail);
  }

  private String unauthorized(String detail) {
    return access.token() == null
        ? detail + " Set ADMIN_TOKEN or give --token."
        : access.url() + " refuses the token; check --token or ADMIN_TOKEN";
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> type) {
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
