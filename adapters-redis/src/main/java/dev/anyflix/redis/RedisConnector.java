package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.SharedCache;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Opens sessions with one Redis, each on a connection of its own that is never reopened: when it is
 * lost, the session ends and the caller decides when to try again. Thread safe.
 */
public final class RedisConnector implements SharedCache.Connector, AutoCloseable {

  private static final int MOST_WAITING_COMMANDS = 4096;
  private static final int THREADS = 2;
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final RedisSettings settings;
  private final ClientResources resources;
  private final RedisClient client;
  private final RedisFigures figures = new RedisFigures();
  private final Set<RedisLink> links = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean tried = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  public RedisConnector(RedisSettings settings) {
    this.settings = settings;
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .nettyCustomizer(new ChannelSetup(settings.timeout()))
            .build();
    this.client = client(settings, resources);
    client.setOptions(options(settings));
  }

  private static RedisClient client(RedisSettings settings, ClientResources resources) {
    Path socket = settings.socket();
    return socket == null
        ? RedisClient.create(resources)
        : new UnixSocketClient(resources, socket, settings.firstConnectTimeout());
  }

  private static ClientOptions options(RedisSettings settings) {
    return ClientOptions.builder()
        .protocolVersion(ProtocolVersion.RESP3)
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MOST_WAITING_COMMANDS)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .timeoutOptions(TimeoutOptions.create())
        .sslOptions(settings.tls().options())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.firstConnectTimeout())
                .keepAlive(true)
                .tcpNoDelay(true)
                .build())
        .build();
  }

  @Override
  public SharedCache connect(SharedCache.Listener listener) {
    return session(listener);
  }

  @Override
  public String address() {
    return settings.address();
  }

  @Override
  public String advice(CacheUnavailableException failure) {
    return RedisAdvice.on(failure);
  }

  RedisCache session(SharedCache.Listener listener) {
    String address = settings.address();
    if (closed.get()) {
      throw RedisErrors.down(address, null);
    }
    boolean first = tried.compareAndSet(false, true);
    Duration patience = first ? settings.firstConnectTimeout() : settings.connectTimeout();
    long start = System.nanoTime();
    RedisURI uri = settings.uri();
    if (uri.getSentinelMasterId() == null) {
      return session(listener, UnixSocketClient.withoutSocket(uri), start, patience, link -> {});
    }
    var watch = new SentinelWatch(client, settings.uri(), patience, closed::get);
    try {
      return session(listener, watch.directed(uri), start, patience, watch::begin);
    } catch (CacheUnavailableException e) {
      watch.close();
      throw e;
    }
  }

  private RedisCache session(
      SharedCache.Listener listener,
      RedisURI uri,
      long start,
      Duration patience,
      Consumer<RedisLink> begun) {
    StatefulRedisConnection<String, byte[]> connection = open(uri, left(start, patience));
    var link = new RedisLink(connection, settings.address(), settings.timeout());
    links.add(link);
    var unused = link.closed().thenRun(() -> links.remove(link));
    var invalidations = new Invalidations(listener);
    connection.addListener(invalidations);
    try {
      String server = prepare(link, left(start, patience));
      endWith(link, connection, invalidations);
      begun.accept(link);
      return new RedisCache(link, settings, figures, server);
    } catch (CacheUnavailableException e) {
      link.close();
      throw e;
    }
  }

  private static Duration left(long start, Duration patience) {
    Duration left = patience.minusNanos(System.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Ends the session with its connection, even if that is lost by now. */
  private void endWith(
      RedisLink link,
      StatefulRedisConnection<String, byte[]> connection,
      Invalidations invalidations) {
    var unused = link.closing().thenRun(invalidations::end);
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            link.close();
          }
        });
    if (closed.get() || !connection.isOpen()) {
      link.close();
    }
  }

  private StatefulRedisConnection<String, byte[]> open(RedisURI uri, Duration patience) {
    String address = settings.address();
    ConnectionFuture<StatefulRedisConnection<String, byte[]>> opening;
    try {
      opening = client.connectAsync(RedisLink.CODEC, uri);
    } catch (RedisException | IllegalStateException e) {
      throw RedisErrors.of(address, "a connection", e);
    }
    try {
      return opening.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon(opening);
      throw RedisErrors.timedOut(address, e);
    } catch (InterruptedException e) {
      abandon(opening);
      Thread.currentThread().interrupt();
      throw RedisErrors.timedOut(address, e);
    } catch (ExecutionException e) {
      if (RedisErrors.isUnknownCommand(e)) {
        throw RedisErrors.tooOld(address, e);
      }
      throw RedisErrors.of(address, "a connection", e);
    }
  }

  /** Closes a connection that comes about after all. */
  private static void abandon(ConnectionFuture<StatefulRedisConnection<String, byte[]>> opening) {
    var unused = opening.thenAccept(RedisConnector::closeLate);
  }

  private static void closeLate(StatefulRedisConnection<String, byte[]> connection) {
    var unused = connection.closeAsync();
  }

  /** Turns tracking on; returns the name of the server process, empty when it is not known. */
  private String prepare(RedisLink link, Duration atMost) {
    String address = settings.address();
    var tracking = RedisLink.args().add(CommandKeyword.TRACKING);
    TrackingArgs.Builder.enabled().bcast().prefixes(tracked()).build(tracking);
    var on =
        link.sendWithoutTimeout(CommandType.CLIENT, new StatusOutput<>(RedisLink.CODEC), tracking);
    CompletableFuture<Hello> hello = Hello.ask(link);
    var info =
        link.sendWithoutTimeout(
            CommandType.INFO, new ValueOutput<>(RedisLink.CODEC), RedisLink.args().add("server"));
    try {
      String unused = link.await(on, atMost);
    } catch (CacheUnavailableException e) {
      throw RedisErrors.isUnknownCommand(e) ? RedisErrors.tooOld(address, e.getCause()) : e;
    }
    for (Script script : Script.values()) {
      link.load(script);
    }
    if (link.await(hello, atMost).isCluster()) {
      throw RedisErrors.cluster(address);
    }
    return serverInfo(link, info, atMost).getOrDefault("run_id", "");
  }

  /** A user that may not run INFO does without it. */
  private static Map<String, String> serverInfo(
      RedisLink link, CompletableFuture<byte[]> info, Duration atMost) {
    try {
      return RedisFigures.fields(new String(link.await(info, atMost), StandardCharsets.UTF_8));
    } catch (CacheUnavailableException e) {
      if (e.reason() == Reason.REFUSED) {
        return Map.of();
      }
      throw e;
    }
  }

  private String[] tracked() {
    Stream<String> entries = settings.prefixes().stream().map(prefix -> prefix + ':');
    return Stream.concat(entries, Stream.of(Keys.GENERATIONS, Keys.LOCK)).toArray(String[]::new);
  }

  /** Ends all sessions and the threads behind them. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      List<RedisLink> open = List.copyOf(links);
      open.forEach(RedisLink::close);
      CompletableFuture.allOf(
              open.stream().map(RedisLink::closed).toArray(CompletableFuture<?>[]::new))
          .completeOnTimeout(null, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
          .join();
      client.shutdown(Duration.ZERO, SHUTDOWN);
      resources
          .shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
          .awaitUninterruptibly(SHUTDOWN.toMillis());
    }
  }
}
