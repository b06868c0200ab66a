package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.anyflix.core.Warmer;
import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.core.health.History;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams statistics to dashboards as server-sent events at a steady pace, until the client leaves
 * or this is closed. Thread safe.
 *
 * <p>One thread makes the events and writes them to all clients without blocking. A client that
 * reads slowly misses events.
 */
final class StatsStream implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StatsStream.class);

  static final int MAX_CLIENTS = 16;
  private static final Duration PACE = Duration.ofSeconds(1);

  private final List<Event> firstEvents;
  private final List<Event> events;
  private final JsonCodec codec;
  private final Semaphore places = new Semaphore(MAX_CLIENTS);
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;
  private final LogThrottle logThrottle = new LogThrottle(Ticker.systemTicker());
  private volatile boolean closed;

  /**
   * An event that is sent each time.
   *
   * @param name the event's name
   * @param data makes its data, which are sent as JSON
   */
  record Event(String name, Supplier<?> data) {}

  /**
   * @param firstEvents what a client gets first, before the events of each time
   */
  StatsStream(List<Event> firstEvents, List<Event> events, JsonCodec codec, Duration pace) {
    this.firstEvents = List.copyOf(firstEvents);
    this.events = List.copyOf(events);
    this.codec = codec;
    this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("stats-stream"));
    var unused =
        timer.scheduleWithFixedDelay(
            this::sendToAll, pace.toNanos(), pace.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Sends the history of the last hour first, then each second the statistics, the progress of the
   * last warm-up, and the newest part of the history.
   */
  static StatsStream of(CacheReport report, History history, Warmer warmer, JsonCodec codec) {
    Duration hour = Duration.ofMinutes(History.MINUTES);
    return new StatsStream(
        List.of(new Event("history", () -> history.report(hour))),
        List.of(
            new Event("stats", report::stats),
            new Event("warm", warmer::progress),
            new Event("history", () -> history.report(History.STEP.multipliedBy(3)))),
        codec,
        PACE);
  }

  /** Answers a request with events. */
  void serve(Context ctx) {
    if (!places.tryAcquire()) {
      throw new ProblemException(
          429,
          "At most " + MAX_CLIENTS + " dashboards can be open at once; close another one.",
          Map.of("Retry-After", "10"));
    }
    ctx.future(
        () -> {
          var client = new Client();
          CompletableFuture<Void> end = client.end.whenComplete((none, failure) -> leave(client));
          try {
            client.open(ctx.res());
          } catch (IOException e) {
            client.onError(e);
          }
          return end;
        });
  }

  private void leave(Client client) {
    clients.remove(client);
    places.release();
  }

  /** Sets the headers of a stream. */
  static void describe(HttpServletResponse response) {
    response.setContentType("text/event-stream;charset=utf-8");
    response.setHeader("X-Accel-Buffering", "no");
  }

  /** Throws nothing, because the timer would stop for good. */
  private void sendToAll() {
    if (clients.isEmpty()) {
      return;
    }
    try {
      byte[] bytes = encode(events);
      clients.forEach(client -> client.send(bytes));
    } catch (Throwable e) {
      if (logThrottle.tryAcquire()) {
        log.error(
            "The events of /admin/events failed; open dashboards show old figures. Report it", e);
      }
    }
  }

  private byte[] encode(List<Event> toSend) {
    var out = new ByteArrayOutputStream();
    for (Event event : toSend) {
      out.writeBytes(("event: " + event.name() + "\ndata: ").getBytes(StandardCharsets.UTF_8));
      out.writeBytes(codec.encode(event.data().get()));
      out.writeBytes(new byte[] {'\n', '\n'});
    }
    return out.toByteArray();
  }

  /** Ends all streams; one that begins later ends after its first events. */
  @Override
  public void close() {
    closed = true;
    timer.shutdown(); // Not at once: an interrupt would close the connection that is written to.
    clients.forEach(Client::finish);
  }

  /** One open stream. */
  private final class Client implements WriteListener {

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private @Nullable ServletOutputStream out;
    private boolean begun;
    private boolean ready;

    void open(HttpServletResponse response) throws IOException {
      describe(response);
      out = response.getOutputStream();
      out.setWriteListener(this);
    }

    @Override
    public synchronized void onWritePossible() {
      ready = true;
      if (!begun) {
        begun = true;
        send(encode(Stream.concat(firstEvents.stream(), events.stream()).toList()));
        clients.add(this);
        if (closed) {
          finish();
        }
      }
    }

    synchronized void send(byte[] bytes) {
      if (!ready || out == null || end.isDone()) {
        return;
      }
      try {
        out.write(bytes);
        if (out.isReady()) {
          out.flush();
        }
        ready = out.isReady();
      } catch (IOException e) {
        onError(e);
      }
    }

    /** Waits for a write that is under way. */
    synchronized void finish() {
      end.complete(null);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(null);
    }
  }
}
