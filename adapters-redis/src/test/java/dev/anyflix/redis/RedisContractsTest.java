package dev.anyflix.redis;

import static java.util.Collections.nCopies;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CachePortContract;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.BlockingCache;
import dev.anyflix.domain.testing.SilentListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contracts of all ports on one server, and what follows replies that arrive together. */
final class RedisContractsTest extends RedisContracts {

  private static final CacheKey KEY = CacheKey.of("movies", "m?id=1");
  private static final int TOGETHER = 10;

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @Override
  SharedCache.Connector emptyServer() {
    REDIS.clear();
    return REDIS.connector();
  }

  @Nested
  final class Port extends CachePortContract {
    @Override
    protected CachePort emptyCache() {
      return new BlockingCache(emptyServer().connect(new SilentListener()));
    }
  }

  /** Whether replies arrive together is up to the system, so that this is tried several times. */
  @Test
  void taskAfterRepliesRunsAfterAllThatArrivedTogether() {
    List<String> expected = new ArrayList<>(nCopies(TOGETHER, "reply"));
    expected.add("task");

    try (SharedCache session = REDIS.connector().connect(new SilentListener())) {
      Awaitility.await().until(() -> order(session).equals(expected));
    }
  }

  /** Sends commands on the thread of replies, so that they leave together. */
  private static List<String> order(SharedCache session) {
    var order = new ConcurrentLinkedQueue<String>();
    var done = new CompletableFuture<List<String>>();
    var unused =
        session
            .get(KEY)
            .thenRun(
                () -> {
                  first(session, order, done);
                  for (int i = 1; i < TOGETHER; i++) {
                    var reply = session.get(KEY).thenRun(() -> order.add("reply"));
                  }
                });
    return done.join();
  }

  private static void first(
      SharedCache session, Queue<String> order, CompletableFuture<List<String>> done) {
    var unused =
        session
            .get(KEY)
            .thenRun(
                () -> {
                  order.add("reply");
                  REDIS
                      .connector()
                      .afterReplies(
                          () -> {
                            order.add("task");
                            done.complete(List.copyOf(order));
                          });
                });
  }
}
