package dev.anyflix.web;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
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

  /** What this thread does between {@link #answer} and what follows; null while it is elsewhere. */
  private static final ThreadLocal<@Nullable Answering> ANSWERING = new ThreadLocal<>();

  /** The answers that one thread writes together, and what follows them. */
  private static final class Answering {

    /** The connections that go on after their answers. */
    private final Queue<Runnable> resumed = new ArrayDeque<>();

    /** How many requests of theirs this thread may still begin. */
    private int allowance;

    private boolean isResuming;

    private void answer(Runnable answer) {
      if (!isResuming) {
        allowance++;
      }
      answer.run();
    }

    private void resume() {
      isResuming = true;
      try {
        for (Runnable next = resumed.poll(); next != null; next = resumed.poll()) {
          next.run();
        }
      } finally {
        ANSWERING.remove();
      }
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

  /**
   * Writes an answer on a thread that does not belong to the server, and afterwards does what its
   * connection does next: it begins the next request where the client has sent it, and waits for it
   * otherwise.
   *
   * <p>Without this, Jetty wakes one of its threads for that, which takes a sixth of the CPU time
   * of a hit in Redis. Doing it after all answers that are there takes another sixth off, because
   * by then most clients have sent their next requests. Where Jetty resumes connections in another
   * way, its threads go on as before.
   *
   * @param afterwards runs a task on this thread, now or after further answers
   */
  static void answer(Runnable answer, Executor afterwards) {
    Answering present = ANSWERING.get();
    if (present != null) {
      present.answer(answer);
      return;
    }
    var answering = new Answering();
    ANSWERING.set(answering);
    try {
      answering.answer(answer);
    } finally {
      afterwards.execute(answering::resume);
    }
  }

  /**
   * Takes the right to begin a request on this thread. Each {@link #answer} grants it once, so that
   * a client that sends many requests ahead cannot keep the thread busy; elsewhere it is always
   * granted.
   *
   * @return false when another thread must begin the request
   */
  static boolean tryBegin() {
    Answering answering = ANSWERING.get();
    if (answering == null) {
      return true;
    }
    if (answering.allowance == 0) {
      return false;
    }
    answering.allowance--;
    return true;
  }

  @Override
  public void execute(Runnable task) {
    Answering answering = task instanceof Connection ? ANSWERING.get() : null;
    if (answering == null) {
      super.execute(task);
    } else {
      answering.resumed.add(task);
    }
  }
}
