package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedGenerations;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions with one Redis or one Redis Cluster, each on connections of its own that are never
 * reopened: when they are lost, the session ends and the caller decides when to try again. Thread
 * safe.
 */
public final class RedisConnector implements SharedCache.Connector, AutoCloseable {

  /** A seed gets half of the time that is left, the last one all of it. */
  private static final int MOST_SHARES = 2;

  private final RedisSettings settings;
  private final RedisLinks links;
  private final ClusterSessions clusters;
  private final RedisFigures figures = new RedisFigures();
  private final AtomicReference<@Nullable SharedGenerations> lastRecord = new AtomicReference<>();
  private final AtomicBoolean tried = new AtomicBoolean();

  public RedisConnector(RedisSettings settings) {
    this.settings = settings;
    this.links = new RedisLinks(settings);
    this.clusters = new ClusterSessions(settings, links);
  }

  @Override
  public SharedCache connect(SharedCache.Listener listener) {
    return session(listener);
  }

  @Override
  public String name() {
    return "Redis";
  }

  @Override
  public String address() {
    return settings.address();
  }

  @Override
  public void afterReplies(Runnable task) {
    links.afterReplies(task);
  }

  @Override
  public String advice(CacheUnavailableException failure) {
    return RedisAdvice.on(failure);
  }

  RedisCache session(SharedCache.Listener listener) {
    if (links.isClosed()) {
      throw RedisErrors.down(settings.address(), null);
    }
    boolean first = tried.compareAndSet(false, true);
    Duration patience = first ? settings.firstConnectTimeout() : settings.connectTimeout();
    long start = System.nanoTime();
    RedisURI uri = settings.uri();
    if (uri.getSentinelMasterId() == null) {
      return firstSession(listener, start, patience);
    }
    var watch = new SentinelWatch(links.client(), settings.uri(), patience, links::isClosed);
    try {
      return session(listener, watch.directed(uri), start, patience, patience, watch::begin);
    } catch (CacheUnavailableException e) {
      watch.close();
      throw e;
    }
  }

  /** A session with the first server that can be used. */
  private RedisCache firstSession(SharedCache.Listener listener, long start, Duration patience) {
    List<RedisURI> seeds = Stream.concat(clusters.seeds(), settings.uris().stream()).toList();
    for (int i = 0; ; i++) {
      int others = Math.min(MOST_SHARES, seeds.size() - i);
      Duration share =
          patience.minus(left(start, patience)).plus(left(start, patience).dividedBy(others));
      RedisURI uri = UnixSocketClient.withoutSocket(seeds.get(i));
      try {
        return session(listener, uri, start, share, patience, link -> {});
      } catch (CacheUnavailableException e) {
        if (i == seeds.size() - 1) {
          throw e;
        }
      }
    }
  }

  /**
   * Opens a session.
   *
   * @param share how long after the start the first connection may take
   * @param patience how long after the start the session may take
   */
  private RedisCache session(
      SharedCache.Listener listener,
      RedisURI uri,
      long start,
      Duration share,
      Duration patience,
      Consumer<RedisLink> begun) {
    var invalidations = new Invalidations(listener);
    RedisLink link = links.open(uri, invalidations, left(start, share));
    try {
      RedisLinks.Server server = links.prepare(link, left(start, share));
      if (server.hello().isCluster()) {
        return clusterSession(link, uri.getHost(), invalidations, left(start, patience));
      }
      if (settings.uris().size() > 1) {
        throw RedisErrors.notACluster(settings.address());
      }
      var unused = link.closing().thenRun(invalidations::end);
      begun.accept(link);
      return new RedisCache(link, settings, figures, server.runId(), lastRecord);
    } catch (CacheUnavailableException e) {
      link.close();
      throw e;
    }
  }

  private RedisCache clusterSession(
      RedisLink node, String host, Invalidations invalidations, Duration patience) {
    ClusterSessions.Opened opened = clusters.open(node, host, invalidations, patience);
    node.close();
    var unused = opened.nodes().closing().thenRun(invalidations::end);
    opened.nodes().onLoss(invalidations::missed);
    new ClusterWatch(opened.nodes(), clusters::canUse, invalidations::outdated).begin();
    return new RedisCache(opened.nodes(), settings, figures, opened.server(), lastRecord);
  }

  private static Duration left(long start, Duration patience) {
    Duration left = patience.minusNanos(System.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Ends all sessions and the threads behind them. */
  @Override
  public void close() {
    links.close();
  }
}
