package dev.anyflix.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority and the certificates it issues, as PEM files, made by keytool. */
public final class Certificates {

  private static final String PASSWORD = "changeit";
  private static final String CA = "ca";
  private static final Base64.Encoder BASE64 =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8));

  private final Path directory;

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
    certificates.generate(CA, "-ext", "bc:c", "-validity", "30");
    certificates.write(CA);
    return certificates;
  }

  /** The certificate of the authority. */
  public Path authority() {
    return directory.resolve(CA + ".crt");
  }

  /** Issues a certificate for some names, such as {@code dns:localhost,ip:127.0.0.1}. */
  public Issued issue(String alias, String names) {
    return issue(alias, names, "-startdate", "-1d", "-validity", "30");
  }

  /** Issues a certificate that has expired. */
  public Issued issueExpired(String alias, String names) {
    return issue(alias, names, "-startdate", "-10d", "-validity", "5");
  }

  private Issued issue(String alias, String names, String... period) {
    generate(alias, "-validity", "30");
    Path request = directory.resolve(alias + ".csr");
    Path answer = directory.resolve(alias + ".signed");
    keytool("-certreq", "-alias", alias, "-file", request.toString());
    List<String> sign = new ArrayList<>(List.of("-gencert", "-alias", CA, "-rfc"));
    sign.addAll(List.of("-infile", request.toString(), "-outfile", answer.toString()));
    sign.addAll(List.of("-ext", "san=" + names));
    sign.addAll(List.of(period));
    keytool(sign.toArray(String[]::new));
    keytool("-importcert", "-noprompt", "-alias", alias, "-file", answer.toString());
    return write(alias);
  }

  private void generate(String alias, String... more) {
    List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias));
    arguments.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + alias));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  private Issued write(String alias) {
    try {
      KeyStore store = KeyStore.getInstance(keyStore().toFile(), PASSWORD.toCharArray());
      Certificate certificate = store.getCertificate(alias);
      Key key = store.getKey(alias, PASSWORD.toCharArray());
      return new Issued(
          pem(alias + ".crt", "CERTIFICATE", certificate.getEncoded()),
          pem(alias + ".key", "PRIVATE KEY", key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path pem(String name, String type, byte[] content) throws IOException {
    String text =
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(type, BASE64.encodeToString(content));
    return Files.writeString(directory.resolve(name), text);
  }

  private Path keyStore() {
    return directory.resolve("store.p12");
  }

  private void keytool(String... arguments) {
    Path log = directory.resolve("keytool.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", keyStore().toString(), "-storepass", PASSWORD));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
