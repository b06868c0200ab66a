package dev.anyflix.domain.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories for the files of processes, which are removed when this one ends. Thread safe. */
public final class Scratch {

  private static final Path ROOT = root();

  private Scratch() {}

  /** A new and empty directory. */
  public static Path directory(String name) {
    try {
      return Files.createTempDirectory(ROOT, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      Path root = Files.createTempDirectory("anyflix-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(root), "scratch-hook"));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that comes or goes meanwhile, or belongs to somebody else, stays where it is. */
  private static void remove(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Not all was removed: " + e.getMessage());
    }
  }
}
