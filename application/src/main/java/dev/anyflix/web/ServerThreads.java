package dev.anyflix.web;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

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

  /** The connections that go on after the answer that this thread writes. */
  private static final ThreadLocal<@Nullable Queue<Runnable>> RESUMED = new ThreadLocal<>();

  /**
   * Writes an answer on a thread that does not belong to the server, and then does what its
   * connection does next: in nearly all cases it finds that the client has sent nothing yet.
   *
   * <p>Without this, Jetty wakes one of its threads for that, which takes a sixth of the CPU time
   * of a hit in Redis. Where Jetty resumes connections in another way, its threads go on as before.
   */
  static void answer(Runnable answer) {
    if (isAnswering()) {
      answer.run();
      return;
    }
    Queue<Runnable> resumed = new ArrayDeque<>(2);
    RESUMED.set(resumed);
    try {
      answer.run();
      for (Runnable next = resumed.poll(); next != null; next = resumed.poll()) {
        next.run();
      }
    } finally {
      RESUMED.remove();
    }
  }

  /** Whether this thread is in {@link #answer}, so that it must leave other requests to others. */
  static boolean isAnswering() {
    return RESUMED.get() != null;
  }

  @Override
  public void execute(Runnable task) {
    Queue<Runnable> resumed = task instanceof Connection ? RESUMED.get() : null;
    if (resumed == null || !resumed.add(task)) {
      super.execute(task);
    }
  }

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
