package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DefaultTrustStoreTest {

  private static final int FULL = 100_000;

  @TempDir Path javaHome;

  private final Properties properties = new Properties();

  @BeforeEach
  void setJavaHome() {
    properties.setProperty("java.home", javaHome.toString());
  }

  private void store(String name, int bytes) throws IOException {
    Path folder = Files.createDirectories(javaHome.resolve("lib/security"));
    Files.write(folder.resolve(name), new byte[bytes]);
  }

  private boolean isInUse() {
    return DefaultTrustStore.isInUse(properties);
  }

  @Test
  void theStoreOfThisJavaIsInUse() {
    assertThat(DefaultTrustStore.isInUse()).isTrue();
  }

  @Test
  void missingStoreIsNotInUse() throws IOException {
    assertThat(isInUse()).isFalse();

    store("cacerts", FULL);
    assertThat(isInUse()).isTrue();
  }

  @Test
  void emptyStoreIsNotInUse() throws IOException {
    store("cacerts", 32);

    assertThat(isInUse()).isFalse();
  }

  @Test
  void storeOfThisInstallationComesFirst() throws IOException {
    store("cacerts", FULL);
    store("jssecacerts", 32);

    assertThat(isInUse()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trustStore", "trustStorePassword", "trustStoreType", "keyStore"})
  void storeIsNotInUseOnceAPropertyReplacesIt(String property) throws IOException {
    store("cacerts", FULL);
    properties.setProperty("javax.net.ssl." + property, "");

    assertThat(isInUse()).isFalse();
  }
}
