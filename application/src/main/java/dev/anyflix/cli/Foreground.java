package dev.anyflix.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps parts running in the foreground until the process is told to stop, then closes them. */
final class Foreground implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Foreground.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "shutdown");

  /** Runs the part until the end, which closes it first. */
  Foreground(AutoCloseable... parts) {
    for (AutoCloseable part : parts) {
      this.parts.push(part);
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits until the process is told to stop, or the thread is interrupted. */
  void await() throws InterruptedException {
    told.await();
  }

  private void stop() {
    log.info("Stopping: requests under way are finished first");
    closeParts();
    told.countDown();
  }

  private synchronized void closeParts() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.warn("{} did not close cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }

  @Override
  public void close() {
    closeParts();
  }
}
