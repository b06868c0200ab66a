package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code and links in the documents are true. */
final class DocumentationTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @Test
  void quotedTestIsTheOneThatRuns() throws IOException {
    String source =
        Files.readString(
            ROOT.resolve("application/src/test/java/dev/anyflix/boot/SwappedAdaptersTest.java"));
    String test = between(source, "// docs: from here\n", "  // docs: to here");

    String quoted =
        between(
            Files.readString(ROOT.resolve("docs/extending.md")),
            "<!-- swapped-adapters -->\n```java\n",
            "```\n<!-- /swapped-adapters -->");

    assertThat(quoted.strip()).isEqualTo(test.stripTrailing().stripIndent());
  }

  @Test
  void linksBetweenDocumentsLeadToFilesAndHeadings() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        links++;
        if (!link.group(1).matches("https?://.*|mailto:.*")
            && !leadsSomewhere(document, link.group(1))) {
          broken.add(ROOT.relativize(document) + " -> " + link.group(1));
        }
      }
    }

    assertThat(links).isPositive();
    assertThat(broken).isEmpty();
  }

  @Test
  void readmeIsShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(200);
  }

  private static boolean leadsSomewhere(Path document, String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1
        || HEADING
            .matcher(Files.readString(file))
            .results()
            .anyMatch(heading -> anchor(heading.group(1)).equals(parts[1]));
  }

  /** The anchor that GitHub gives a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-');
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  private static String between(String text, String start, String end) {
    assertThat(text).contains(start, end);
    return text.substring(text.indexOf(start) + start.length(), text.indexOf(end));
  }
}
