package dev.anyflix.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The script of axe-core, which checks the accessibility of a page. */
final class AxeCore {

  static final String SOURCE = read();

  private AxeCore() {}

  private static String read() {
    try (InputStream file =
        Objects.requireNonNull(AxeCore.class.getResourceAsStream("/axe.min.js"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
