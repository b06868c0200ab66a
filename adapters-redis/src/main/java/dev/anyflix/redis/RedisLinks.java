package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
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
import java.util.stream.Stream;

/** Opens the connections of sessions, none of which is ever reopened. Thread safe. */
final class RedisLinks implements AutoCloseable {

  private static final int MOST_WAITING_COMMANDS = 4096;
  private static final int THREADS = 2;
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final RedisSettings settings;
  private final ChannelSetup channels;
  private final ClientResources resources;
  private final RedisClient client;
  private final Set<RedisLink> links = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * What a server says about itself.
   *
   * @param runId the name of the process, or empty when it is not known
   */
  record Server(Hello hello, String runId) {}

  RedisLinks(RedisSettings settings) {
    this.settings = settings;
    this.channels = new ChannelSetup(settings.timeout());
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .nettyCustomizer(channels)
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

  RedisClient client() {
    return client;
  }

  void afterReplies(Runnable task) {
    channels.afterReplies(task);
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Opens a connection to the server of a URI. */
  RedisLink open(RedisURI uri, Invalidations invalidations, Duration patience) {
    return finish(begin(uri), settings.address(), false, invalidations, patience);
  }

  /** Begins to open a connection. */
  ConnectionFuture<StatefulRedisConnection<String, byte[]>> begin(RedisURI uri) {
    try {
      return client.connectAsync(RedisLink.CODEC, uri);
    } catch (RedisException | IllegalStateException e) {
      throw RedisErrors.of(settings.address(), "a connection", e);
    }
  }

  /**
   * Waits for a connection, which ends itself when it is lost.
   *
   * @param address the address of the server in messages
   * @param isShard whether the server is one of several that do without it
   * @param invalidations receives what the server pushes
   */
  RedisLink finish(
      ConnectionFuture<StatefulRedisConnection<String, byte[]>> opening,
      String address,
      boolean isShard,
      Invalidations invalidations,
      Duration patience) {
    StatefulRedisConnection<String, byte[]> connection = await(opening, address, patience);
    var link = new RedisLink(connection, address, settings.timeout(), isShard);
    links.add(link);
    var unused = link.closed().thenRun(() -> links.remove(link));
    connection.addListener(invalidations);
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
    return link;
  }

  private static StatefulRedisConnection<String, byte[]> await(
      ConnectionFuture<StatefulRedisConnection<String, byte[]>> opening,
      String address,
      Duration patience) {
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
    var unused = opening.thenAccept(RedisLinks::closeLate);
  }

  private static void closeLate(StatefulRedisConnection<String, byte[]> connection) {
    var unused = connection.closeAsync();
  }

  /** Turns tracking on, and asks the server about itself. */
  Server prepare(RedisLink link, Duration atMost) {
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
      throw RedisErrors.isUnknownCommand(e) ? RedisErrors.tooOld(link.address(), e.getCause()) : e;
    }
    for (Script script : Script.values()) {
      link.load(script);
    }
    return new Server(
        link.await(hello, atMost), serverInfo(link, info, atMost).getOrDefault("run_id", ""));
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

  /** Ends all connections and the threads behind them. */
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
