package dev.anyflix.settings;

import dev.anyflix.settings.Settings.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The variables of a process: the environment, which overrides .env. Omits its content from {@link
 * #toString} because it contains secrets.
 *
 * @param environment the environment variables
 * @param dotEnv the values of the .env file
 * @param directory the directory of the .env file, which relative paths refer to
 */
record Variables(Map<String, String> environment, Map<String, String> dotEnv, Path directory) {

  /** The suffix of a variable that names a file with the value. */
  static final String FILE_SUFFIX = "_FILE";

  private static final String PROXY_SUFFIX = "_PROXY";
  private static final int MAX_FILE_BYTES = 64 * 1024;

  /**
   * The text of a variable.
   *
   * @param text the text, without surrounding whitespace
   * @param origin its source
   */
  record Value(String text, Origin origin) {}

  Variables {
    environment = Map.copyOf(environment);
    dotEnv = Map.copyOf(dotEnv);
  }

  /** The names of a variable: that of a proxy may be in lower case, as other programs read it. */
  static List<String> namesOf(String name) {
    return name.endsWith(PROXY_SUFFIX)
        ? List.of(name, name.toLowerCase(Locale.ROOT))
        : List.of(name);
  }

  /** The value of a variable. */
  Optional<Value> find(String name) {
    List<String> names = namesOf(name);
    return Stream.concat(
            names.stream().map(each -> direct(environment, each, Origin.ENVIRONMENT)),
            names.stream().map(each -> direct(dotEnv, each, Origin.DOTENV)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * The value of a secret: of the variable itself, or of the file that {@code NAME_FILE} names.
   *
   * @throws IllegalArgumentException if both are set or the file is unusable; the message starts
   *     with the name of the variable
   */
  Optional<Value> findSecret(String name) {
    String fileName = name + FILE_SUFFIX;
    return environment.containsKey(name) || environment.containsKey(fileName)
        ? directOrFile(environment, name, Origin.ENVIRONMENT, Origin.ENVIRONMENT_FILE)
        : directOrFile(dotEnv, name, Origin.DOTENV, Origin.DOTENV_FILE);
  }

  private static Optional<Value> direct(Map<String, String> values, String name, Origin origin) {
    return Optional.ofNullable(values.get(name)).map(text -> new Value(text.strip(), origin));
  }

  private Optional<Value> directOrFile(
      Map<String, String> values, String name, Origin origin, Origin fileOrigin) {
    String path = values.getOrDefault(name + FILE_SUFFIX, "").strip();
    if (path.isEmpty()) {
      return direct(values, name, origin);
    }
    if (!values.getOrDefault(name, "").isBlank()) {
      throw new IllegalArgumentException(
          "%s: both %s and %s are set; remove one".formatted(name, name, name + FILE_SUFFIX));
    }
    return Optional.of(new Value(read(name + FILE_SUFFIX, path), fileOrigin));
  }

  private String read(String name, String path) {
    byte[] bytes;
    try (InputStream file = Files.newInputStream(directory.resolve(path))) {
      bytes = file.readNBytes(MAX_FILE_BYTES + 1);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": must name a readable file", e);
    }
    if (bytes.length > MAX_FILE_BYTES) {
      throw new IllegalArgumentException(name + ": must name a file of at most 64 KiB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (!text.isBlank()) {
        return text.strip();
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(name + ": must name a file in UTF-8", e);
    }
    throw new IllegalArgumentException(name + ": must name a file that is not empty");
  }

  @Override
  public String toString() {
    return "Variables[" + directory + "]";
  }
}
