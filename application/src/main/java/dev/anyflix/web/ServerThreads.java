package dev.anyflix.web;

import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads of the web server. Platform threads read requests and answer hits. Handlers that may
 * block run on virtual threads from Java 21 on, before that on further platform threads.
 *
 * <p>Requests are not read by virtual threads, because a virtual thread that finds nothing to read
 * has to wake two other threads before it can go on.
 */
final class ServerThreads extends QueuedThreadPool {

  private static final String NAME = "http";
  private static final int MIN_THREADS = 8;
  private static final int MAX_THREADS = 16;
  private static final int MAX_THREADS_THAT_BLOCK = 200;

  /**
   * Uses a queue of the JDK, because loading Jetty's own takes 100 ms at start. The queue needs no
   * bound, because it holds no more tasks than there are connections.
   */
  ServerThreads() {
    super(
        VirtualThreads.areSupported() ? MAX_THREADS : MAX_THREADS_THAT_BLOCK,
        MIN_THREADS,
        new LinkedBlockingQueue<>());
    setName(NAME);
    if (VirtualThreads.areSupported()) {
      setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor(NAME + "-virtual-"));
    }
  }
}
