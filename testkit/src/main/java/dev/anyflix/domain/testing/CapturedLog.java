package dev.anyflix.domain.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is written to {@link System#err}, and so the log of slf4j-simple, until this is closed.
 * Takes the place of {@code System.err}, so tests that use it must not run at the same time in one
 * JVM.
 */
public final class CapturedLog implements AutoCloseable {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  public CapturedLog() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  /** All that was logged so far. */
  public String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  /** The lines so far, in order. */
  public List<String> lines() {
    return text().lines().toList();
  }

  /** The warnings so far, without their stack traces. */
  public List<String> warnings() {
    return lines().stream().filter(line -> line.contains("WARN")).toList();
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
