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

  /** Outcome many requests that were sent ahead one answer may be followed by. */
  private static final int MOST_REQUESTS = 8;

  private static final ThreadLocal<@Nullable Turn> TURN = new ThreadLocal<>();

  private SameThread() {}

  /** What a thread does from an answer on. */
  private static final class Turn {
    private final Queue<Runnable> connections = new ArrayDeque<>(2);
    private int requests;
  }

  /** Runs an answer, and then what its connection does next. */
  static void answer(Runnable answer) {
    if (TURN.get() != null) {
      answer.run();
      return;
    }
    var turn = new Turn();
    TURN.set(turn);
    try {
      answer.run();
    } finally {
      goOn(turn.connections);
    }
  }

  private static void goOn(Queue<Runnable> connections) {
    try {
      for (Runnable next = connections.poll(); next != null; next = connections.poll()) {
        next.run();
      }
    } finally {
      TURN.remove();
    }
  }

  /**
   * Counts a request, and tells whether its thread may answer it. A thread that goes on after an
   * answer has others to give, and soon leaves a client that never pauses to another.
   */
  static boolean mayAnswer() {
    Turn turn = TURN.get();
    return turn == null || ++turn.requests <= MOST_REQUESTS;
  }

  /**
   * Takes a task of the server's, if it is a connection that goes on from here.
   *
   * @return whether it was taken
   */
  static boolean take(Runnable task) {
    Turn turn = task instanceof Connection ? TURN.get() : null;
    return turn != null && turn.connections.add(task);
  }
}
