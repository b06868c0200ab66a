package dev.anyflix.boot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that a service has created, closed in reverse order of their creation. */
final class OpenParts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OpenParts.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Takes over a part, and returns it. */
  <T extends AutoCloseable> T add(T part) {
    parts.addLast(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable next = Objects.requireNonNull(parts.pollLast());
      try {
        next.close();
      } catch (Throwable e) {
        log.warn("Closing {} failed: {}", next.getClass().getSimpleName(), e.toString());
      }
    }
  }
}
