package dev.anyflix.redis;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The reasons for which TLS fails, in words, and what to do about each. */
enum TlsErrors {
  EXPIRED("its TLS certificate has expired", "Renew the certificate of Redis."),
  NOT_YET_VALID(
      "its TLS certificate is not valid yet",
      "Correct the clock of this machine, or the certificate of Redis."),
  OTHER_NAME(
      "its TLS certificate is for another host name",
      "Use a host name of the certificate in REDIS_URL, or issue the certificate for this name."),
  UNKNOWN_CA(
      "its TLS certificate is from an unknown CA",
      "Set REDIS_CA_FILE to the PEM file of the CA that issued the certificate of Redis."),
  CLIENT_REFUSED(
      "it requires a client certificate that it trusts",
      "Set REDIS_CERT_FILE and REDIS_KEY_FILE to a certificate of a CA that Redis trusts."),
  NO_TLS(
      "it does not use TLS on this port",
      "Use the TLS port of Redis, or redis:// in REDIS_URL where it has none."),
  OTHER(
      "TLS fails",
      "Use rediss:// in REDIS_URL only where Redis uses TLS, and compare the TLS versions of both.");

  private static final Pattern NAME = Pattern.compile("(?i)no (name matching|subject alternative)");
  private static final Pattern PATH =
      Pattern.compile(
          "(?i)unable to find valid certification|signature (check failed|does not match)");
  private static final Pattern ALERT =
      Pattern.compile("(?i)alert: (certificate_|bad_cert|unknown_ca|handshake_failure)");

  private final String reason;
  private final String advice;

  TlsErrors(String reason, String advice) {
    this.reason = reason;
    this.advice = advice;
  }

  static Optional<String> reason(@Nullable Throwable failure) {
    return of(failure).map(error -> error.reason);
  }

  static Optional<String> advice(@Nullable Throwable failure) {
    return of(failure).map(error -> error.advice);
  }

  /** The reason for a failure; empty where TLS is not the reason. */
  private static Optional<TlsErrors> of(@Nullable Throwable failure) {
    if (!RedisErrors.caused(failure, SSLException.class)) {
      return Optional.empty();
    }
    if (RedisErrors.caused(failure, CertificateExpiredException.class)) {
      return Optional.of(EXPIRED);
    }
    if (RedisErrors.caused(failure, CertificateNotYetValidException.class)) {
      return Optional.of(NOT_YET_VALID);
    }
    if (RedisErrors.caused(failure, CertPathBuilderException.class) || says(failure, PATH)) {
      return Optional.of(UNKNOWN_CA);
    }
    if (RedisErrors.caused(failure, NotSslRecordException.class)) {
      return Optional.of(NO_TLS);
    }
    if (says(failure, NAME)) {
      return Optional.of(OTHER_NAME);
    }
    return Optional.of(says(failure, ALERT) ? CLIENT_REFUSED : OTHER);
  }

  private static boolean says(@Nullable Throwable failure, Pattern pattern) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (pattern.matcher(String.valueOf(cause.getMessage())).find()) {
        return true;
      }
    }
    return false;
  }
}
