package dev.anyflix.redis;

import io.lettuce.core.SslOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of connections that use TLS, as PEM files. Every connection reads them anew, so
 * that renewed certificates take effect with the next session.
 *
 * @param authorities the certificates of the authorities to trust, or null for those of Java
 * @param certificate the certificate of this client and its chain, or null for none
 * @param key the unencrypted PKCS#8 key of the certificate, or null for none
 */
public record RedisTls(@Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {

  /** The authorities of Java and no certificate of the client. */
  public static final RedisTls DEFAULT = new RedisTls(null, null, null);

  /**
   * @throws IllegalArgumentException if there is a certificate without a key or the reverse
   */
  public RedisTls {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("a certificate needs a key, and a key a certificate");
    }
  }

  SslOptions options() {
    SslOptions.Builder options = SslOptions.builder().jdkSslProvider();
    if (authorities != null) {
      options.trustManager(SslOptions.Resource.from(authorities.toFile()));
    }
    if (certificate != null && key != null) {
      options.keyManager(
          SslOptions.Resource.from(certificate.toFile()),
          SslOptions.Resource.from(key.toFile()),
          null);
    }
    return options.build();
  }
}
