package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.settings.Settings.Origin;
import dev.anyflix.settings.Variables.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {

  @TempDir Path directory;

  private Variables variables(Map<String, String> environment, Map<String, String> dotEnv) {
    return new Variables(environment, dotEnv, directory);
  }

  private String file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "secret", null), content).toString();
  }

  @Test
  void environmentOverridesDotEnv() {
    Variables variables = variables(Map.of("A", " 1 "), Map.of("A", "2", "B", "3"));

    assertThat(variables.find("A")).contains(new Value("1", Origin.ENVIRONMENT));
    assertThat(variables.find("B")).contains(new Value("3", Origin.DOTENV));
    assertThat(variables.find("C")).isEmpty();
  }

  @Test
  void secretIsReadFromItsFile() throws IOException {
    Files.writeString(directory.resolve("token"), "s3cret\n");

    assertThat(variables(Map.of(), Map.of("A_FILE", "token")).findSecret("A"))
        .contains(new Value("s3cret", Origin.DOTENV_FILE));
    assertThat(variables(Map.of("A_FILE", file("other\r\n"), "A", ""), Map.of()).findSecret("A"))
        .contains(new Value("other", Origin.ENVIRONMENT_FILE));
  }

  @Test
  void environmentOverridesFileNamedInDotEnv() {
    Map<String, String> dotEnv = Map.of("A_FILE", "missing");

    assertThat(variables(Map.of("A", "1"), dotEnv).findSecret("A"))
        .contains(new Value("1", Origin.ENVIRONMENT));
    assertThat(variables(Map.of("A", ""), dotEnv).findSecret("A"))
        .contains(new Value("", Origin.ENVIRONMENT));
  }

  @Test
  void unusableFileIsRejectedWithoutItsContent() throws IOException {
    assertRejected(Map.of("A_FILE", "missing"), "A_FILE: must name a readable file");
    assertRejected(Map.of("A_FILE", directory.toString()), "A_FILE: must name a readable file");
    assertRejected(Map.of("A_FILE", "\0"), "A_FILE: must name a readable file");
    assertRejected(Map.of("A_FILE", file(" \n")), "A_FILE: must name a file that is not empty");
    assertRejected(Map.of("A_FILE", file("x".repeat(65_537))), "A_FILE: must name a file of at");
    Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xFF});
    assertRejected(Map.of("A_FILE", binary.toString()), "A_FILE: must name a file in UTF-8");
    assertRejected(
        Map.of("A_FILE", file("x"), "A", "y"), "A: both A and A_FILE are set; remove one");
  }

  private void assertRejected(Map<String, String> environment, String message) {
    assertThatThrownBy(() -> variables(environment, Map.of()).findSecret("A"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
