package dev.anyflix.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps parts running until the process receives a termination signal, then closes them. */
final class Foreground implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Foreground.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "shutdown");

  /** Takes over the parts; they are closed in reverse order. */
  Foreground(AutoCloseable... parts) {
    for (AutoCloseable part : parts) {
      this.parts.push(part);
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits for a termination signal or an interrupt. */
  void await() throws InterruptedException {
    log.debug("Running until SIGTERM or SIGINT");
    stopped.await();
  }

  private void stop() {
    TerminationSignals.endAtOnceOnNext();
    log.info("Stopping; finishing requests in flight. A second signal ends the process at once");
    closeParts();
    stopped.countDown();
  }

  private synchronized void closeParts() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Throwable e) {
        log.warn("Closing {} failed", part.getClass().getSimpleName(), e);
      }
    }
  }

  @Override
  public void close() {
    closeParts();
  }
}
