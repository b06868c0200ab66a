package dev.anyflix.web;

import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** The threads of the web server, which leave to {@link SameThread} what it takes. */
final class Threads {

  private static final String NAME = "http";
  private static final int MOST_PLATFORM_THREADS = 400;
  private static final int LEAST_PLATFORM_THREADS = 8;

  private Threads() {}

  /** Virtual threads where the platform has them; else as many platform threads as may wait. */
  static ThreadPool create() {
    return VirtualThreads.areSupported() ? new Virtual() : new Platform();
  }

  private static final class Virtual extends VirtualThreadPool {

    Virtual() {
      setName(NAME);
      setMaxConcurrentTasks(-1);
    }

    @Override
    public void execute(Runnable task) {
      if (!SameThread.take(task)) {
        super.execute(task);
      }
    }
  }

  private static final class Platform extends QueuedThreadPool {

    Platform() {
      super(MOST_PLATFORM_THREADS, LEAST_PLATFORM_THREADS);
      setName(NAME);
    }

    @Override
    public void execute(Runnable task) {
      if (!SameThread.take(task)) {
        super.execute(task);
      }
    }
  }
}
