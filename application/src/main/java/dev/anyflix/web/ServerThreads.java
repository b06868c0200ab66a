package dev.anyflix.web;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads of the web server: some of the platform, which read requests and answer hits, and for
 * what may wait a virtual one each where the platform has them (Java 21 and later).
 *
 * <p>What reads requests is no virtual thread itself: when one has nothing to read, two other
 * threads have to wake before it can go on.
 */
final class ServerThreads extends QueuedThreadPool {

  private static final String NAME = "http";
  private static final int MOST_IF_THEY_WAIT = 400;
  private static final int MOST_IF_NOT = 16;
  private static final int LEAST = 8;

  /**
   * With a queue of the platform: to load Jetty's own, and JMX for it, takes a tenth of a second.
   * No more tasks wait in it than there are connections, which are bounded.
   */
  ServerThreads() {
    super(
        VirtualThreads.areSupported() ? MOST_IF_NOT : MOST_IF_THEY_WAIT,
        LEAST,
        new LinkedBlockingQueue<>());
    setName(NAME);
    if (VirtualThreads.areSupported()) {
      setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor(NAME + "-virtual-"));
    }
  }

  /** Threads that may wait: virtual ones where the platform has them, else those of the pool. */
  Executor writers() {
    Executor virtual = getVirtualThreadsExecutor();
    return virtual == null ? this : virtual;
  }
}
