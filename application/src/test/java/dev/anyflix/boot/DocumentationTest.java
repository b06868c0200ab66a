package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.settings.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code and links in the documents are true. */
final class DocumentationTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern QUOTE =
      Pattern.compile("(?s)<!-- from: (\\S+) -->\n```\\w+\n(.*?)\n```\n");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @Test
  void quotedCodeIsInTheFileThatTheDocumentNames() throws IOException {
    int quotes = 0;
    for (Path document : documents()) {
      Matcher quote = QUOTE.matcher(Files.readString(document));
      while (quote.find()) {
        quotes++;
        String name = quote.group(1);
        assertThat(unindented(Files.readString(ROOT.resolve(name))))
            .as("%s, quoted from %s", ROOT.relativize(document), name)
            .contains(unindented(quote.group(2)));
      }
    }

    assertThat(quotes).isPositive();
  }

  /** Code in the guide that names no file would not be compiled. */
  @Test
  void allCodeOfTheGuideIsQuoted() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/extending.md"));

    assertThat(QUOTE.matcher(guide).replaceAll("")).doesNotContain("```java", "```xml");
  }

  private static String unindented(String code) {
    return code.strip().lines().map(String::strip).collect(Collectors.joining("\n"));
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
  void exampleProjectDependsOnThisVersion() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/examples/outside/pom.xml")))
        .contains("<anyflix.version>" + Version.current() + "</anyflix.version>");
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
}
