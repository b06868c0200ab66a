package dev.anyflix.web;

import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Has a connection go on where its request was answered, when that was not on a thread of the
 * server.
 *
 * <p>The server would have another thread go on. To wake one takes longer than what is left to do:
 * nearly always to find that the client has sent nothing yet, and to wait for it. Thread safe.
 */
final class SameThread {

  /** What connections want to do next, on a thread that is answering. */
  private static final ThreadLocal<@Nullable Queue<Runnable>> NEXT = new ThreadLocal<>();

  private SameThread() {}

  /** Runs an answer, and then what its connection does next. */
  static void answer(Runnable answer) {
    if (isAnswering()) {
      answer.run();
      return;
    }
    Queue<Runnable> next = new ArrayDeque<>(2);
    NEXT.set(next);
    try {
      answer.run();
    } finally {
      goOn(next);
    }
  }

  private static void goOn(Queue<Runnable> next) {
    try {
      for (Runnable task = next.poll(); task != null; task = next.poll()) {
        task.run();
      }
    } finally {
      NEXT.remove();
    }
  }

  /** Whether this thread is running an answer, or what its connection does next. */
  static boolean isAnswering() {
    return NEXT.get() != null;
  }

  /**
   * Takes a task of the server's, if it is a connection that goes on from here.
   *
   * @return whether it was taken
   */
  static boolean take(Runnable task) {
    Queue<Runnable> next = task instanceof Connection ? NEXT.get() : null;
    return next != null && next.add(task);
  }
}
