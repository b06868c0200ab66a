package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.core.Operations.ProviderOperations;
import dev.anyflix.web.JsonCodec;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The JSON shape of every cached answer, compared with the one that the format version stands for.
 *
 * <p>A cached entry is served as it was stored. Where a release changes the shape without raising
 * the version, it would serve entries of the old shape until they expire.
 */
final class AnswerShapesTest {

  private static final Path FILE = Path.of("src/test/resources/answer-shapes.txt");
  private static final String COMMAND =
      "mvn -pl application -am test -Dtest=AnswerShapesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Danyflix.shapes=write";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void shapeOfCachedAnswersChangesOnlyWithTheFormatVersion() throws IOException {
    List<String> actual = lines();
    if ("write".equals(System.getProperty("anyflix.shapes"))) {
      Files.write(FILE, actual);
    }
    List<String> known = Files.readAllLines(FILE);
    boolean isSameVersion = known.get(0).equals(actual.get(0));
    List<String> removed = new ArrayList<>(known);
    removed.removeAll(new TreeSet<>(actual));
    List<String> added = new ArrayList<>(actual);
    added.removeAll(new TreeSet<>(known));
    List<String> ofNewNames =
        added.stream().filter(line -> known.stream().noneMatch(hasSameName(line))).toList();

    assertThat(isSameVersion && !(removed.isEmpty() && added.equals(ofNewNames)))
        .as(
            "The JSON of cached answers changed (removed %s, added %s), but entries of the old"
                + " shape would still be served. Raise RequestText.FORMAT, then regenerate %s: %s",
            removed, added, FILE, COMMAND)
        .isFalse();
    assertThat(removed.isEmpty() && added.isEmpty())
        .as(
            "%s is out of date (removed %s, added %s); regenerate it: %s",
            FILE, removed, added, COMMAND)
        .isTrue();
  }

  private static Predicate<String> hasSameName(String line) {
    String name = line.substring(0, line.indexOf(' ') + 1);
    return other -> other.startsWith(name);
  }

  /** The version, the type of each operation's answer, and path and JSON type of each member. */
  private static List<String> lines() throws IOException {
    var shapes = new TreeSet<String>();
    for (Field field : operations()) {
      var type =
          (Class<?>) ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[1];
      shapes.add(operationName(field) + " answers " + type.getSimpleName());
      JsonNode answer = MAPPER.readTree(new JsonCodec().encode(FilledAnswer.of(type)));
      addShapes(type.getSimpleName(), "", answer, shapes);
    }
    var lines = new ArrayList<String>(List.of("format " + RequestText.FORMAT));
    lines.addAll(shapes);
    return lines;
  }

  private static List<Field> operations() {
    return Stream.of(Operations.class, ProviderOperations.class)
        .flatMap(table -> Arrays.stream(table.getDeclaredFields()))
        .filter(field -> field.getType() == CachedOperation.class)
        .toList();
  }

  private static String operationName(Field field) {
    String prefix = field.getDeclaringClass() == ProviderOperations.class ? "provider." : "";
    return prefix + field.getName();
  }

  private static void addShapes(String answer, String path, JsonNode node, TreeSet<String> shapes) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member -> addShapes(answer, path + '.' + member.getKey(), member.getValue(), shapes));
    } else if (node.isArray()) {
      assertThat(node).as(answer + path).isNotEmpty();
      node.forEach(element -> addShapes(answer, path + "[]", element, shapes));
    } else {
      assertThat(node.isNull()).as("%s%s is null", answer, path).isFalse();
      String type = node.getNodeType().name().toLowerCase(Locale.ROOT);
      shapes.add(answer + ' ' + path.substring(1) + ' ' + type);
    }
  }
}
