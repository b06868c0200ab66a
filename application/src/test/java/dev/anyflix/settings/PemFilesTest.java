package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.redis.Certificates;
import dev.anyflix.redis.Certificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that name PEM files. */
class PemFilesTest {

  @TempDir static Path directory;

  private static Path authority;
  private static Issued issued;

  @BeforeAll
  static void issue() {
    Certificates certificates = Certificates.in(directory);
    authority = certificates.authority();
    issued = certificates.issue("client", "client");
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
                "REDIS_CA_FILE", authority,
                "REDIS_CERT_FILE", issued.certificate(),
                "REDIS_KEY_FILE", issued.key()));

    assertThat(settings.get(SettingTable.REDIS_CA_FILE)).isEqualTo(authority);
    assertThat(settings.get(SettingTable.REDIS_KEY_FILE)).isEqualTo(issued.key());
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
            "REDIS_KEY_FILE", issued.certificate());

    assertThatThrownBy(() -> settings(files))
        .hasMessageContaining("REDIS_CA_FILE: must be a readable file")
        .hasMessageContaining("REDIS_CERT_FILE: must be a PEM file of certificates")
        .hasMessageContaining("REDIS_KEY_FILE: must be a PEM file of an unencrypted PKCS#8 key");
  }

  @Test
  void certificateWithoutKeyIsReported() {
    assertThatThrownBy(() -> settings(Map.of("REDIS_CERT_FILE", issued.certificate())))
        .hasMessageContaining("REDIS_CERT_FILE and REDIS_KEY_FILE: must be set together");
  }

  @Test
  void caWithoutTlsIsAWarning() {
    assertThat(Settings.of(Map.of("REDIS_CA_FILE", authority.toString())).warnings())
        .containsExactly("REDIS_CA_FILE has no effect without rediss:// in REDIS_URL");
  }
}
