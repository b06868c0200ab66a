package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Recorded answers and specifications of the upstreams. They lie beside the project, not in it, so
 * that tests which read them are tagged {@code recorded}.
 */
public final class Fixtures {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Fixtures() {}

  /** The folder or file below {@code shared}; the test fails when it is absent. */
  public static Path path(String name) {
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.isRegularFile(root.resolve("LICENSE"))) {
      root = root.getParent();
    }
    Path path = root.resolveSibling("shared").resolve(name);
    assertThat(path).exists();
    return path;
  }

  public static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(String name) {
    return parse(text(name));
  }

  /** The body of a recorded answer of TMDB, which may lie in a description of the exchange. */
  public static JsonNode tmdb(String name) {
    JsonNode file = json("fixtures/tmdb/" + name + ".json");
    return file.has("source") ? file.get("body") : file;
  }

  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
