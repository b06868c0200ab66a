package dev.anyflix.settings;

import static dev.anyflix.settings.SettingTable.HTTPS_PROXY;
import static dev.anyflix.settings.SettingTable.HTTP_PROXY;
import static dev.anyflix.settings.SettingTable.NO_PROXY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.settings.Settings.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxySettingsTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy:3128",
        "http://proxy",
        "http://proxy.example:3128/",
        "http://user:p@ss@proxy:3128",
        "HTTP://[2001:db8::1]:3128"
      })
  void proxyIsAnHttpAddressWithOrWithoutScheme(String text) {
    assertThat(Settings.of(Map.of("HTTPS_PROXY", text)).get(HTTPS_PROXY)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy:3128",
        "socks5://proxy:1080",
        "http://",
        "proxy:0",
        "proxy:99999",
        "http://user:pa/ss@proxy:3128",
        "http://proxy:3128/path",
        "pro xy:3128"
      })
  void malformedProxyIsRejected(String text) {
    assertThatThrownBy(() -> Settings.of(Map.of("HTTP_PROXY", text)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("HTTP_PROXY: must be the address of an HTTP proxy");
  }

  @Test
  void namesInLowerCaseAreAccepted() throws Exception {
    Files.writeString(directory.resolve(".env"), "HTTP_PROXY=file:1\nno_proxy=a.example\n");
    Settings settings =
        Settings.load(
            Map.of("https_proxy", "lower:1", "http_proxy", "lower:2", "FTP_PROXY", "other:3"),
            directory);

    assertThat(settings.get(HTTPS_PROXY)).isEqualTo("lower:1");
    assertThat(settings.get(HTTP_PROXY)).isEqualTo("lower:2");
    assertThat(settings.origin(HTTP_PROXY)).isEqualTo(Origin.ENVIRONMENT);
    assertThat(settings.get(NO_PROXY)).isEqualTo("a.example");
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void nameInUpperCaseOverridesTheOneInLowerCase() {
    Map<String, String> both = Map.of("HTTPS_PROXY", "upper:1", "https_proxy", "lower:1");

    assertThat(Settings.load(both, directory).get(HTTPS_PROXY)).isEqualTo("upper:1");
  }

  @Test
  void credentialsAreMasked() {
    Settings settings = Settings.of(Map.of("HTTPS_PROXY", "http://user:secret@proxy:3128"));

    assertThat(settings.masked(HTTPS_PROXY)).isEqualTo("http://********@proxy:3128");
  }
}
