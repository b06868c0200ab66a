package dev.anyflix.web;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of clients that stay silent after connecting, that send a request byte by
 * byte, or that do not read their answer. An idle timeout starts anew with every byte, so it never
 * ends those. Thread safe.
 *
 * <p>A connection that is idle between requests is left to the idle timeout, and so is a stream of
 * events whose client reads it. Costs nothing per request, because connections are checked at an
 * interval.
 */
final class SlowClientLimit extends AbstractLifeCycle implements Connection.Listener {

  private static final int CHECKS_PER_TIMEOUT = 5;

  private final Server server;
  private final Duration timeout;
  private final Duration firstByteTimeout;
  private final ConcurrentMap<Connection, Progress> connections = new ConcurrentHashMap<>();
  private volatile Scheduler.@Nullable Task next;

  /**
   * What a connection had done when it was last seen to make progress.
   *
   * @param requests requests read
   * @param answers answers begun
   * @param bytesOut bytes sent
   * @param bytesIn bytes received when the last request was complete
   * @param nanoTime when that was, by {@link System#nanoTime()}
   * @param openedNanoTime when it was opened
   */
  private record Progress(
      long requests,
      long answers,
      long bytesOut,
      long bytesIn,
      long nanoTime,
      long openedNanoTime) {}

  /**
   * @param timeout the longest that one request may take to arrive, or one piece of an answer to
   *     leave
   * @param firstByteTimeout the longest that a new connection may stay silent
   */
  SlowClientLimit(Server server, Duration timeout, Duration firstByteTimeout) {
    this.server = server;
    this.timeout = timeout;
    this.firstByteTimeout = firstByteTimeout;
  }

  Duration firstByteTimeout() {
    return firstByteTimeout;
  }

  @Override
  protected void doStart() {
    for (Connector connector : server.getConnectors()) {
      connector.addEventListener(this);
    }
    scheduleNext();
  }

  @Override
  protected void doStop() {
    Scheduler.Task pending = next;
    if (pending != null) {
      pending.cancel();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    long now = System.nanoTime();
    connections.put(connection, new Progress(0, 0, 0, 0, now, now));
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  private void scheduleNext() {
    long shorter = Math.min(timeout.toMillis(), firstByteTimeout.toMillis());
    next =
        server
            .getScheduler()
            .schedule(this::checkAll, shorter / CHECKS_PER_TIMEOUT, TimeUnit.MILLISECONDS);
  }

  private void checkAll() {
    connections.forEach(this::check);
    if (isStarting() || isStarted()) {
      scheduleNext();
    }
  }

  private void check(Connection connection, Progress before) {
    long requests = connection.getMessagesIn();
    long answers = connection.getMessagesOut();
    long bytesOut = connection.getBytesOut();
    long bytesIn = connection.getBytesIn();
    long now = System.nanoTime();
    long opened = before.openedNanoTime();
    boolean hasMoved =
        requests != before.requests()
            || answers != before.answers()
            || bytesOut != before.bytesOut();
    boolean isWaiting = bytesIn > before.bytesIn() || isBlockedInWriting(connection.getEndPoint());
    if (requests == 0 && bytesIn == 0 && now - opened > firstByteTimeout.toNanos()) {
      close(connection, "no request after connecting");
    } else if (hasMoved || !isWaiting) {
      long complete = hasMoved ? bytesIn : before.bytesIn();
      connections.replace(
          connection, before, new Progress(requests, answers, bytesOut, complete, now, opened));
    } else if (now - before.nanoTime() > timeout.toNanos()) {
      close(connection, "the client is too slow");
    }
  }

  private static void close(Connection connection, String reason) {
    connection.getEndPoint().close(new TimeoutException(reason));
  }

  private static boolean isBlockedInWriting(EndPoint endPoint) {
    return endPoint instanceof AbstractEndPoint known && known.getWriteFlusher().isPending();
  }
}
