package dev.anyflix.redis;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;

/**
 * What stands between the client and the socket besides the client's own: commands that are sent
 * while others are being written share one write, and each is answered in time or fails.
 */
final class ChannelSetup implements NettyCustomizer {

  private final Duration timeout;

  ChannelSetup(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void afterChannelInitialized(Channel channel) {
    channel
        .pipeline()
        .addFirst(
            new FlushConsolidationHandler(
                FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true))
        .addLast(new ReplyTimeouts(timeout, System::nanoTime));
  }
}
