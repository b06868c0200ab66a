package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that name PEM files. */
class PemFilesTest {

  @TempDir static Path directory;

  private static Path certificate;
  private static Path key;

  @BeforeAll
  static void write() throws IOException {
    HeldCertificate held = new HeldCertificate.Builder().build();
    certificate = Files.writeString(directory.resolve("client.crt"), held.certificatePem());
    key = Files.writeString(directory.resolve("client.key"), held.privateKeyPkcs8Pem());
  }

  private static Settings settings(Map<String, Path> files) {
    Map<String, String> values = new HashMap<>(Map.of("REDIS_URL", "rediss://cache"));
    files.forEach((name, file) -> values.put(name, file.toString()));
    return Settings.of(values);
  }

  @Test
  void filesOfCertificatesAndKeysAreAccepted() {
    Settings settings =
        settings(
            Map.of(
                "REDIS_CA_FILE", certificate,
                "REDIS_CERT_FILE", certificate,
                "REDIS_KEY_FILE", key));

    assertThat(settings.get(SettingTable.REDIS_CA_FILE)).isEqualTo(certificate);
    assertThat(settings.get(SettingTable.REDIS_KEY_FILE)).isEqualTo(key);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void unusableFilesAreReportedTogether() throws IOException {
    Path broken =
        Files.writeString(
            directory.resolve("broken.crt"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Map<String, Path> files =
        Map.of(
            "REDIS_CA_FILE", directory.resolve("absent"),
            "REDIS_CERT_FILE", broken,
            "REDIS_KEY_FILE", certificate);

    assertThatThrownBy(() -> settings(files))
        .hasMessageContaining("REDIS_CA_FILE: must be a readable file")
        .hasMessageContaining("REDIS_CERT_FILE: must be a PEM file of certificates")
        .hasMessageContaining("REDIS_KEY_FILE: must be a PEM file of an unencrypted PKCS#8 key");
  }

  @Test
  void certificateWithoutKeyIsReported() {
    assertThatThrownBy(() -> settings(Map.of("REDIS_CERT_FILE", certificate)))
        .hasMessageContaining("REDIS_CERT_FILE and REDIS_KEY_FILE: must be set together");
  }

  @Test
  void caWithoutTlsIsAWarning() {
    assertThat(Settings.of(Map.of("REDIS_CA_FILE", certificate.toString())).warnings())
        .containsExactly("REDIS_CA_FILE has no effect without rediss:// in REDIS_URL");
  }
}
