package dev.anyflix.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * Notices that the classes of the service can no longer be loaded, because its jar was replaced
 * while it runs. Classes that are in use go on working then, and all others fail. Thread safe.
 */
final class ClassFileCheck {

  private static final long UNREADABLE = -1;

  private final ClassLoader loader;
  private final String resource;
  private final long expected;

  /**
   * Remembers a class file as it is now.
   *
   * @param resource the name of the class file, such as {@code dev/anyflix/web/WebServer.class}
   */
  ClassFileCheck(ClassLoader loader, String resource) {
    this.loader = loader;
    this.resource = resource;
    this.expected = checksum();
  }

  static ClassFileCheck ofThisService() {
    return new ClassFileCheck(
        ClassFileCheck.class.getClassLoader(),
        ClassFileCheck.class.getName().replace('.', '/') + ".class");
  }

  /** Whether the class file can be read and is the same as before. */
  boolean passes() {
    return checksum() == expected;
  }

  private long checksum() {
    try (InputStream file = loader.getResourceAsStream(resource)) {
      if (file == null) {
        return UNREADABLE;
      }
      var sum = new CRC32C();
      sum.update(file.readAllBytes());
      return sum.getValue();
    } catch (IOException | RuntimeException e) {
      return UNREADABLE;
    }
  }
}
