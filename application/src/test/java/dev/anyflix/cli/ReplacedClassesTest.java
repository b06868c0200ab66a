package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A service whose class files are rebuilt while it runs. */
@Timeout(
    value = 60,
    threadMode = ThreadMode.SEPARATE_THREAD) // A read of a pipe cannot be interrupted.
final class ReplacedClassesTest {

  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private Process service;

  private URI start(String classPath) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "dev.anyflix.Main",
                "serve")
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("HOST", "127.0.0.1", "PORT", "0", "REDIS_HOST", ""));
    service = builder.start();
    BufferedReader log = service.inputReader();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher url = URL.matcher(line);
      if (url.find()) {
        return URI.create(url.group());
      }
    }
    throw new AssertionError("the service has ended with " + service.exitValue());
  }

  @AfterEach
  void end() {
    service.destroyForcibly();
  }

  private HttpResponse<String> live(URI url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(url.resolve("/health/live")).build(), BodyHandlers.ofString());
  }

  @Test
  void serviceWhoseClassesWereReplacedIsNotLive() throws Exception {
    Path own = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path copy = directory.resolve("classes");
    copyAll(own, copy);
    List<String> others =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(path -> !Path.of(path).equals(own))
            .toList();
    URI url = start(copy + File.pathSeparator + String.join(File.pathSeparator, others));
    assertThat(live(url).statusCode()).isEqualTo(200);
    // The connection reads the second request after it has recorded the first one.
    assertThat(live(url).statusCode()).isEqualTo(200);
    deleteFiles(copy);
    HttpResponse<String> afterwards = live(url);

    assertThat(afterwards.statusCode()).isEqualTo(503);
    assertThat(afterwards.body()).contains("Restart the service");
  }

  /** No class that was not in use before can be loaded afterwards. */
  private static void deleteFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
