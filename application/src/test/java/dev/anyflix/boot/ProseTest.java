package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Texts that people read are in plain technical English. */
final class ProseTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** Each of them has a plain word that readers understand at first sight. */
  private static final List<String> WORDS =
      List.of(
          "(?-i:[Nn]obody)",
          "whoever",
          "whomever",
          "lest",
          "thereof",
          "herein",
          "nought",
          "mend(s|ed|ing)?",
          "reckon(s|ed|ing)?",
          "of late",
          "makes no sense",
          "what counts",
          "(is|are|was|were) told",
          "who (asks?|waits?|loads?)",
          "without a word",
          "in order to",
          "utili[sz]e(s|d)?",
          "leverage(s|d)?",
          "seamless(ly)?",
          "blazing",
          "oops",
          "successfully",
          "simply",
          "obviously");

  private static final Pattern FORBIDDEN =
      Pattern.compile(
          WORDS.stream().collect(Collectors.joining("|", "\\b(", ")\\b")),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TEXT = Pattern.compile(".*\\.(java|html|js|json|css|lua|md|yml)");
  private static final Pattern ELSEWHERE =
      Pattern.compile(".*/(target|\\.git|node_modules|src/test[^/]*)/.*");

  @Test
  void textsHaveNoWordThatReadersStumbleOver() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (Path file : texts()) {
      files++;
      Matcher word = FORBIDDEN.matcher(Files.readString(file));
      while (word.find()) {
        found.add(ROOT.relativize(file) + ": " + word.group());
      }
    }

    assertThat(files).isGreaterThan(300);
    assertThat(found).isEmpty();
  }

  @Test
  void wordsAreFoundInAnySpelling() {
    assertThat("Nobody has mended it.").containsPattern(FORBIDDEN);
    assertThat("At least one amendment.").doesNotContainPattern(FORBIDDEN);
  }

  private static List<Path> texts() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> TEXT.matcher(file.toString()).matches())
          .filter(file -> !ELSEWHERE.matcher(file.toString()).matches())
          .filter(Files::isRegularFile)
          .toList();
    }
  }
}
