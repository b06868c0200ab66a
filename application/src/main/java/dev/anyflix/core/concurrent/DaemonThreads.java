package dev.anyflix.core.concurrent;

import java.util.concurrent.ThreadFactory;

/** Creates daemon threads, which do not keep the process alive. Thread safe. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** A factory whose threads all have the given name. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
