package dev.anyflix.web;

import dev.anyflix.core.Warmer;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends figures to those who watch, as server-sent events at a steady pace until they leave or this
 * is closed. Thread safe.
 *
 * <p>Each viewer is served by the thread of its request, so nothing runs while nobody watches.
 */
final class StatsStream implements AutoCloseable {

  static final int MAX_VIEWERS = 16;
  private static final Duration PACE = Duration.ofSeconds(1);

  private final List<Event> events;
  private final JsonCodec codec;
  private final Duration pace;
  private final Semaphore places = new Semaphore(MAX_VIEWERS);
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * What is sent at each beat.
   *
   * @param name the event's name
   * @param data makes its data, which are sent as JSON
   */
  record Event(String name, Supplier<?> data) {}

  StatsStream(List<Event> events, JsonCodec codec, Duration pace) {
    this.events = List.copyOf(events);
    this.codec = codec;
    this.pace = pace;
  }

  /** Sends the statistics and the progress of the last warm-up each second. */
  static StatsStream of(CacheReport report, Warmer warmer, JsonCodec codec) {
    return new StatsStream(
        List.of(new Event("stats", report::stats), new Event("warm", warmer::progress)),
        codec,
        PACE);
  }

  /** Answers a request with events, and returns when its viewer has left or this is closed. */
  void serve(Context ctx) {
    if (!places.tryAcquire()) {
      ctx.header("Retry-After", "10");
      throw new ProblemException(
          503, "No more than " + MAX_VIEWERS + " dashboards can watch at once; close another one.");
    }
    try {
      RequestRules.leaveOut(ctx);
      send(ctx.res());
    } catch (IOException e) {
      // The viewer has left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
  }

  /** Sets the headers of a stream. */
  static void describe(HttpServletResponse response) {
    response.setContentType("text/event-stream;charset=utf-8");
    response.setHeader("X-Accel-Buffering", "no");
  }

  private void send(HttpServletResponse response) throws IOException, InterruptedException {
    describe(response);
    OutputStream out = response.getOutputStream();
    do {
      for (Event event : events) {
        out.write(("event: " + event.name() + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        out.write(codec.encode(event.data().get()));
        out.write('\n');
        out.write('\n');
      }
      out.flush();
    } while (!closed.await(pace.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Ends all streams; one that begins later ends after its first events. */
  @Override
  public void close() {
    closed.countDown();
  }
}
