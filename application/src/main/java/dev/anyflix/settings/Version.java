package dev.anyflix.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of this build and of the bundled browser libraries. */
public final class Version {

  private Version() {}

  /** The version of the build, such as {@code 1.0.0}. */
  public static String current() {
    return read("version");
  }

  /** The version of Swagger UI, which is part of its paths. */
  public static String swaggerUi() {
    return read("swagger-ui");
  }

  /** The version of the chart library, which is part of its paths in the jar. */
  public static String uplot() {
    return read("uplot");
  }

  private static String read(String name) {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      if (file == null) {
        throw new IllegalStateException("version.properties is missing in the jar");
      }
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name, "unknown");
  }
}
