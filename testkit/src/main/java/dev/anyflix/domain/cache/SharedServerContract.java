package dev.anyflix.domain.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two sessions with one server, as the contracts of its ports need them. */
public abstract class SharedServerContract {

  static final Duration LEASE = Duration.ofMinutes(1);
  static final Duration KEEP = Duration.ofHours(1);
  static final Instant LOADED = Instant.parse("2026-01-01T12:00:00.123Z");
  static final CacheKey KEY = CacheKey.of("movies", "m?id=1");
  static final LoadFailure FAILURE =
      new LoadFailure("UNAVAILABLE", "AniList \"is\" down\n日本", Duration.ofMillis(2500));

  final HeardChanges mineHears = new HeardChanges();
  final HeardChanges otherHears = new HeardChanges();
  SharedCache.Connector connector;
  SharedCache mine;
  SharedCache other;

  /** Opens sessions with one server that is empty. */
  protected abstract SharedCache.Connector emptyServer() throws Exception;

  @BeforeEach
  final void openSessions() throws Exception {
    connector = emptyServer();
    mine = connector.connect(mineHears);
    other = connector.connect(otherHears);
  }

  @AfterEach
  final void closeSessions() {
    mine.close();
    other.close();
  }

  static CacheEntry entry(Instant loadedAt) {
    Body body = new Body("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
    return CacheEntry.found("m?id=1", 0, loadedAt, Duration.ofMinutes(5), null, body);
  }

  static boolean put(SharedCache session, CacheEntry entry) {
    return session.put(KEY, entry, KEEP, null).join();
  }

  static List<Object> together(List<Callable<Object>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      var start = new CountDownLatch(1);
      List<Future<Object>> futures = new ArrayList<>();
      for (Callable<Object> call : calls) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
