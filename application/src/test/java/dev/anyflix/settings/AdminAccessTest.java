package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminAccessTest {

  @TempDir Path directory;

  private AdminAccess read(@Nullable String url, Map<String, String> environment) {
    return AdminAccess.read(url, null, environment, directory);
  }

  @Test
  void defaultIsLocalhostAtTheDefaultPort() {
    AdminAccess access = read(null, Map.of());

    assertThat(access.url()).isEqualTo(URI.create("http://localhost:8000"));
    assertThat(access.token()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0,http://localhost:9000",
    "'',http://localhost:9000",
    "::,http://localhost:9000",
    "::1,http://[::1]:9000",
    "192.0.2.7,http://192.0.2.7:9000"
  })
  void urlFollowsHostAndPort(String host, URI url) {
    assertThat(read(null, Map.of("HOST", host, "PORT", "9000")).url()).isEqualTo(url);
  }

  @Test
  void optionOverridesEnvironmentWhichOverridesDotEnv() throws IOException {
    Files.writeString(
        directory.resolve(".env"),
        "ANYFLIX_URL=https://file.test/ # with a slash\nADMIN_TOKEN=of-the-file\n");
    Map<String, String> environment = Map.of("ANYFLIX_URL", "https://environment.test");

    assertThat(read(null, Map.of()).url()).hasToString("https://file.test");
    assertThat(read(null, Map.of()).token()).isEqualTo("of-the-file");
    assertThat(read(null, environment).url()).hasToString("https://environment.test");
    assertThat(read("http://option.test/under", environment).url())
        .hasToString("http://option.test/under");
    assertThat(AdminAccess.read(null, "given", environment, directory).token()).isEqualTo("given");
  }

  @Test
  void otherSettingsAreNotValidated() throws IOException {
    Files.writeString(directory.resolve(".env"), "no assignment\nREDIS_DB=x\nPORT=9001\n");

    assertThat(read(null, Map.of("REDIS_PORT", "abc")).url()).hasPort(9001);
    assertThat(read("http://elsewhere.test", Map.of("PORT", "abc")).url()).hasNoPort();
  }

  @Test
  void invalidUrlIsReportedWithItsName() {
    assertThatThrownBy(() -> read("localhost:8000", Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("--url: must be an http or https URL");
    assertThatThrownBy(() -> read(null, Map.of("ANYFLIX_URL", "http://user:pass@host")))
        .hasMessageStartingWith("ANYFLIX_URL: must be")
        .hasMessageNotContaining("pass@");
    assertThatThrownBy(() -> read(null, Map.of("PORT", "abc"))).hasMessageStartingWith("PORT: ");
    assertThatThrownBy(() -> read(null, Map.of("PORT", "0"))).hasMessageContaining("--url");
  }

  @Test
  void tokenOfTheEnvironmentIsNotSentToAnAddressInDotEnv() throws IOException {
    Map<String, String> environment = Map.of("ADMIN_TOKEN", "of-the-environment");
    Files.writeString(directory.resolve(".env"), "ANYFLIX_URL=https://elsewhere.test\n");

    AdminAccess access = read(null, environment);
    assertThat(access.url()).hasToString("https://elsewhere.test");
    assertThat(access.token()).isNull();
    assertThat(access.isTokenWithheld()).isTrue();
    assertThat(read("https://elsewhere.test", environment).token()).isEqualTo("of-the-environment");

    Files.writeString(directory.resolve("token"), "of-a-file");
    String file = directory.resolve("token").toString();
    assertThat(read(null, Map.of("ADMIN_TOKEN_FILE", file)).token()).isNull();

    Files.writeString(directory.resolve(".env"), "HOST=192.0.2.7\n");
    assertThat(read(null, environment).token()).isNull();
    Files.writeString(directory.resolve(".env"), "HOST=127.0.0.1\nPORT=9000\n");
    assertThat(read(null, environment).token()).isEqualTo("of-the-environment");
  }

  @Test
  void tokenIsReadFromAFile() throws IOException {
    Files.writeString(directory.resolve("token"), "of-a-file\n");
    Files.writeString(
        directory.resolve(".env"), "ANYFLIX_URL=https://x.test\nADMIN_TOKEN_FILE=token\n");

    assertThat(read("https://x.test", Map.of()).token()).isEqualTo("of-a-file");
    assertThat(read(null, Map.of("ANYFLIX_URL", "https://x.test")).token()).isEqualTo("of-a-file");
    assertThat(read(null, Map.of()).token()).isNull();
    assertThatThrownBy(() -> read(null, Map.of("ADMIN_TOKEN_FILE", "none")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("ADMIN_TOKEN_FILE: must name a readable file");
  }

  @Test
  void tokenWithControlCharactersIsRejectedAndTokensAreMasked() {
    assertThatThrownBy(() -> AdminAccess.read(null, "s3cret\nX: y", Map.of(), directory))
        .isInstanceOf(SettingsException.class)
        .hasMessageNotContaining("s3cret");
    assertThat(AdminAccess.read(null, "s3cret", Map.of(), directory).toString())
        .doesNotContain("s3cret");
  }

  @Test
  void anyflixUrlIsAKnownName() throws IOException {
    Files.writeString(directory.resolve(".env"), "ANYFLIX_URL=http://x.test\nANYFLIX_ULR=y\n");

    assertThat(Settings.load(Map.of("ANYFLIX_URL", "http://x.test"), directory).warnings())
        .containsExactly(".env: ANYFLIX_ULR is not a setting; did you mean ANYFLIX_URL?");
  }
}
