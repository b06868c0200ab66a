package dev.anyflix.core;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a key is loaded once at a time in this process, whoever asks: single flight.
 *
 * <p>A load that began before a clear is not joined after it. Thread safe.
 */
final class SingleFlight {

  private static final Logger log = LoggerFactory.getLogger(SingleFlight.class);
  private static final int MAX_BACKGROUND = 32;

  private final ConcurrentMap<CacheKey, InFlightLoad> underWay = new ConcurrentHashMap<>();
  private final Semaphore background = new Semaphore(MAX_BACKGROUND);
  private final Loader loader;
  private final ExecutorService executor;

  SingleFlight(Loader loader, ExecutorService executor) {
    this.loader = loader;
    this.executor = executor;
  }

  /**
   * A place on a load of the key.
   *
   * @param flight the load
   * @param own whether it was begun for this caller
   */
  record Place(InFlightLoad flight, boolean own) {}

  /** Joins the load under way, or loads, on the caller's own thread. */
  Place board(Loader.Order<?, ?> order) {
    InFlightLoad mine = new InFlightLoad(order.generation(), order.urgency());
    InFlightLoad flight = takeOff(order.key(), mine);
    if (flight == mine) {
      fly(order, mine);
    }
    return new Place(flight, flight == mine);
  }

  /** Begins a load that nobody waits for, unless one is under way or there are too many of them. */
  void boardBehind(Loader.Order<?, ?> order) {
    if (!background.tryAcquire()) {
      return;
    }
    InFlightLoad mine = new InFlightLoad(order.generation(), order.urgency());
    if (takeOff(order.key(), mine) != mine) {
      background.release();
      return;
    }
    try {
      executor.execute(
          () -> {
            fly(order, mine);
            background.release();
          });
    } catch (RejectedExecutionException e) {
      underWay.remove(order.key(), mine);
      mine.fail(new MediaSourceException(Kind.UNAVAILABLE, "The service is shutting down."));
      background.release();
    }
  }

  private InFlightLoad takeOff(CacheKey key, InFlightLoad mine) {
    return underWay.compute(
        key,
        (same, current) ->
            current != null && current.generation() >= mine.generation() ? current : mine);
  }

  /** Loads; whatever comes of it is told to those who wait. */
  private void fly(Loader.Order<?, ?> order, InFlightLoad flight) {
    try {
      CacheEntry entry = loader.load(order);
      underWay.remove(order.key(), flight);
      flight.land(entry);
    } catch (MediaSourceException e) {
      underWay.remove(order.key(), flight);
      flight.fail(e);
    } catch (RuntimeException | Error e) {
      log.error("Loading {} broke off; this is a fault of the service", order.key(), e);
      underWay.remove(order.key(), flight);
      flight.fail(e);
    }
  }
}
