package dev.anyflix.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a sentinel twice a second for the primary, and ends a session when another one is named.
 *
 * <p>A planned failover leaves the old primary as it is for up to ten seconds, so that a session
 * with it would go on, apart from those with the new one.
 */
final class SentinelWatch {

  private static final Logger LOG = LoggerFactory.getLogger(SentinelWatch.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final RedisClient client;
  private final RedisURI uri;
  private final Duration timeout;
  private final BooleanSupplier clientIsClosing;
  private @Nullable StatefulRedisSentinelConnection<String, String> sentinel;
  private @Nullable SocketAddress primary;

  /**
   * @param uri the sentinels and the name of the primary
   * @param timeout how long a connection or an answer may take
   * @param clientIsClosing whether the client closes its connections by itself
   */
  SentinelWatch(
      RedisClient client, RedisURI uri, Duration timeout, BooleanSupplier clientIsClosing) {
    this.client = client;
    this.uri = uri;
    this.timeout = timeout;
    this.clientIsClosing = clientIsClosing;
    this.primary = ask();
  }

  /** Directs the URI of the sentinels to the primary, if one of them names it. */
  RedisURI directed(RedisURI sentinels) {
    if (primary instanceof InetSocketAddress address) {
      sentinels.getSentinels().clear();
      sentinels.setSentinelMasterId(null);
      sentinels.setHost(address.getHostString());
      sentinels.setPort(address.getPort());
    }
    return sentinels;
  }

  /** Begins to watch on behalf of a session, until that ends. */
  void begin(RedisLink link) {
    var thread = new Thread(() -> run(link), "redis-sentinel-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Gives the connection to the sentinel up. */
  void close() {
    StatefulRedisSentinelConnection<String, String> open = sentinel;
    sentinel = null;
    if (open != null && !clientIsClosing.getAsBoolean()) {
      var unused = open.closeAsync();
    }
  }

  private void run(RedisLink link) {
    try {
      while (!hasEnded(link)) {
        check(link);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /** Waits for the end of a session, but no longer than the interval. */
  private static boolean hasEnded(RedisLink link) throws InterruptedException {
    try {
      link.closing().get(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a session does not fail", e);
    }
  }

  private void check(RedisLink link) {
    SocketAddress named = ask();
    SocketAddress known = primary;
    if (named == null || named.equals(known)) {
      return;
    }
    primary = named;
    if (known != null) {
      LOG.info("The sentinels name {} as the primary of Redis; connecting to it", text(named));
      link.close();
    }
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? inet.getHostString() + ':' + inet.getPort()
        : address.toString();
  }

  /** The primary that a sentinel names; null where none answers or knows the name. */
  private @Nullable SocketAddress ask() {
    try {
      StatefulRedisSentinelConnection<String, String> open = sentinel;
      if (open == null || !open.isOpen()) {
        open = answer(client.connectSentinelAsync(StringCodec.UTF8, uri));
        sentinel = open;
      }
      return answer(open.async().getMasterAddrByName(uri.getSentinelMasterId()));
    } catch (RedisException | IllegalStateException | ExecutionException | TimeoutException e) {
      LOG.debug("No sentinel names the primary of Redis: {}", e.toString());
      close();
      return null;
    }
  }

  private <T> T answer(Future<T> future) throws ExecutionException, TimeoutException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      abandon(future);
      throw e;
    } catch (InterruptedException e) {
      abandon(future);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Closes a connection that comes about after all. */
  private static void abandon(Future<?> future) {
    if (future instanceof CompletableFuture<?> late) {
      var unused = late.thenAccept(SentinelWatch::closeLate);
    }
  }

  private static void closeLate(@Nullable Object result) {
    if (result instanceof StatefulRedisSentinelConnection<?, ?> connection) {
      var unused = connection.closeAsync();
    }
  }
}
