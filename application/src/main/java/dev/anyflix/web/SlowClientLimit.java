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
 * Cuts off clients that send a request, or take an answer, by the drop. An idle timeout starts anew
 * with every byte, so it never ends those. Thread safe.
 *
 * <p>An idle connection is left to the idle timeout, and so is a stream of events that its client
 * reads. Costs nothing per request: each connection is looked at now and then.
 */
final class SlowClientLimit extends AbstractLifeCycle implements Connection.Listener {

  private static final int LOOKS = 5;

  private final Server server;
  private final Duration patience;
  private final ConcurrentMap<Connection, Look> connections = new ConcurrentHashMap<>();
  private volatile Scheduler.@Nullable Task next;

  /**
   * What a connection had done when it was last seen without trouble.
   *
   * @param requests requests read
   * @param answers answers begun
   * @param bytesOut bytes sent
   * @param bytesIn bytes received when the last request was there as a whole
   * @param at when that was, by {@link System#nanoTime()}
   */
  private record Look(long requests, long answers, long bytesOut, long bytesIn, long at) {}

  /**
   * @param patience the longest that one request may take to arrive, or one piece of an answer to
   *     leave
   */
  SlowClientLimit(Server server, Duration patience) {
    this.server = server;
    this.patience = patience;
  }

  @Override
  protected void doStart() {
    for (Connector connector : server.getConnectors()) {
      connector.addEventListener(this);
    }
    lookLater();
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
    connections.put(connection, new Look(0, 0, 0, 0, System.nanoTime()));
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  private void lookLater() {
    next =
        server
            .getScheduler()
            .schedule(this::lookAtAll, patience.toMillis() / LOOKS, TimeUnit.MILLISECONDS);
  }

  private void lookAtAll() {
    connections.forEach(this::look);
    if (isStarting() || isStarted()) {
      lookLater();
    }
  }

  private void look(Connection connection, Look before) {
    long requests = connection.getMessagesIn();
    long answers = connection.getMessagesOut();
    long bytesOut = connection.getBytesOut();
    long bytesIn = connection.getBytesIn();
    long now = System.nanoTime();
    boolean moved =
        requests != before.requests()
            || answers != before.answers()
            || bytesOut != before.bytesOut();
    boolean waiting = bytesIn > before.bytesIn() || isBlockedInWriting(connection.getEndPoint());
    if (moved || !waiting) {
      long whole = moved ? bytesIn : before.bytesIn();
      connections.replace(connection, before, new Look(requests, answers, bytesOut, whole, now));
    } else if (now - before.at() > patience.toNanos()) {
      connection.getEndPoint().close(new TimeoutException("the client is too slow"));
    }
  }

  private static boolean isBlockedInWriting(EndPoint endPoint) {
    return endPoint instanceof AbstractEndPoint known && known.getWriteFlusher().isPending();
  }
}
