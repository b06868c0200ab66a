package dev.anyflix.core.concurrent;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * A repeated task that never throws. Whatever it throws is logged once, until it succeeds again;
 * without this an executor would drop the failure and never run the task again. Thread safe.
 */
public final class LoggedTask implements Runnable {

  private final Logger log;
  private final String message;
  private final Runnable task;
  private final AtomicBoolean isFailing = new AtomicBoolean();

  /**
   * @param message the text that is logged with a failure
   */
  public LoggedTask(Logger log, String message, Runnable task) {
    this.log = log;
    this.message = message;
    this.task = task;
  }

  @Override
  public void run() {
    try {
      task.run();
      isFailing.set(false);
    } catch (Throwable e) {
      if (!isFailing.getAndSet(true)) {
        log.error(message, e);
      }
    }
  }
}
