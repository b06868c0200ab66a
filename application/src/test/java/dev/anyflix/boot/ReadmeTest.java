package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README quotes code that is run. */
final class ReadmeTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void theQuotedTestIsTheOneThatIsRun() throws IOException {
    String source =
        Files.readString(
            ROOT.resolve("application/src/test/java/dev/anyflix/boot/SwappedAdaptersTest.java"));
    String test = between(source, "// README: from here\n", "  // README: to here");

    String quoted =
        between(
            Files.readString(ROOT.resolve("README.md")),
            "<!-- swapped-adapters -->\n```java\n",
            "```\n<!-- /swapped-adapters -->");

    assertThat(quoted.strip()).isEqualTo(test.stripTrailing().stripIndent());
  }

  private static String between(String text, String start, String end) {
    assertThat(text).contains(start, end);
    return text.substring(text.indexOf(start) + start.length(), text.indexOf(end));
  }
}
