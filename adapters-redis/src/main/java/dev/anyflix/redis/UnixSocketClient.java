package dev.anyflix.redis;

import io.lettuce.core.ConnectionBuilder;
import io.lettuce.core.ConnectionEvents;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Connects to a Unix socket of this machine by the sockets of Java, because Lettuce's own way needs
 * a native library for each platform.
 */
final class UnixSocketClient extends RedisClient {

  private final UnixDomainSocketAddress socket;
  private final Duration connectTimeout;

  UnixSocketClient(ClientResources resources, Path socket, Duration connectTimeout) {
    super(resources, new RedisURI());
    this.socket = UnixDomainSocketAddress.of(socket);
    this.connectTimeout = connectTimeout;
  }

  /** Moves the socket's path to the host of the URI, so that Lettuce needs no native library. */
  static RedisURI withoutSocket(RedisURI uri) {
    String path = uri.getSocket();
    if (path != null) {
      uri.setSocket(null);
      uri.setHost("localhost");
    }
    return uri;
  }

  @Override
  protected Mono<SocketAddress> getSocketAddress(RedisURI uri) {
    return Mono.just(socket);
  }

  @Override
  protected void connectionBuilder(
      Mono<SocketAddress> address,
      ConnectionBuilder builder,
      @Nullable ConnectionEvents events,
      RedisURI uri) {
    super.connectionBuilder(address, builder, events, uri);
    builder.bootstrap(
        new Bootstrap()
            .group(builder.bootstrap().config().group())
            .channelFactory((ChannelFactory<NioDomainSocketChannel>) NioDomainSocketChannel::new)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis())));
  }
}
