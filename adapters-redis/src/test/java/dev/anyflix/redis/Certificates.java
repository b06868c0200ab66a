package dev.anyflix.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;

/** A certificate authority and the certificates that it issues, as PEM files. */
public final class Certificates {

  private static final Duration DAY = Duration.ofDays(1);

  private final Path directory;
  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  /**
   * The files of a certificate.
   *
   * @param certificate the certificate
   * @param key its key, in PKCS#8
   */
  public record Issued(Path certificate, Path key) {}

  private Certificates(Path directory) {
    this.directory = directory;
  }

  /** Makes an authority whose files lie in an empty directory. */
  public static Certificates in(Path directory) {
    var certificates = new Certificates(directory);
    certificates.write("ca", certificates.authority);
    return certificates;
  }

  /** The certificate of the authority. */
  public Path authority() {
    return directory.resolve("ca.crt");
  }

  /** Issues a certificate for some host names and IP addresses. */
  public Issued issue(String alias, String... names) {
    Instant now = Instant.now();
    return issue(alias, now.minus(DAY), now.plus(DAY), names);
  }

  /** Issues a certificate that has expired. */
  public Issued issueExpired(String alias, String... names) {
    Instant now = Instant.now();
    return issue(alias, now.minus(DAY.multipliedBy(2)), now.minus(DAY), names);
  }

  private Issued issue(String alias, Instant from, Instant to, String... names) {
    var builder =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .commonName(alias)
            .validityInterval(from.toEpochMilli(), to.toEpochMilli());
    for (String name : names) {
      builder.addSubjectAlternativeName(name);
    }
    return write(alias, builder.build());
  }

  private Issued write(String alias, HeldCertificate held) {
    try {
      Path certificate = directory.resolve(alias + ".crt");
      Path key = directory.resolve(alias + ".key");
      return new Issued(
          Files.writeString(certificate, held.certificatePem()),
          Files.writeString(key, held.privateKeyPkcs8Pem()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
