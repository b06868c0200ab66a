package dev.anyflix.settings;

import dev.anyflix.settings.Values.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Parsers of settings that name PEM files. The files are read to validate them. */
final class PemFiles {

  private static final int MAX_BYTES = 1024 * 1024;
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final String PKCS8_KEY = "-----BEGIN PRIVATE KEY-----";

  private PemFiles() {}

  /** A file with one certificate or more. */
  static Reader<Path> certificates() {
    return text -> {
      String pem = read(text);
      if (!pem.contains(CERTIFICATE) || !areCertificates(pem)) {
        throw new IllegalArgumentException(
            "must be a PEM file of certificates (" + CERTIFICATE + ")");
      }
      return Path.of(text);
    };
  }

  /** A file with a key. */
  static Reader<Path> key() {
    return text -> {
      if (!read(text).contains(PKCS8_KEY)) {
        throw new IllegalArgumentException(
            "must be a PEM file of an unencrypted PKCS#8 key ("
                + PKCS8_KEY
                + "); openssl pkcs8 -topk8 -nocrypt converts other keys");
      }
      return Path.of(text);
    };
  }

  private static boolean areCertificates(String pem) {
    String first = pem.substring(pem.indexOf(CERTIFICATE));
    try {
      return !CertificateFactory.getInstance("X.509")
          .generateCertificates(
              new ByteArrayInputStream(first.getBytes(StandardCharsets.ISO_8859_1)))
          .isEmpty();
    } catch (CertificateException e) {
      return false;
    }
  }

  private static String read(String text) {
    try (InputStream in = Files.newInputStream(Path.of(text))) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("must be a readable file", e);
    }
  }
}
