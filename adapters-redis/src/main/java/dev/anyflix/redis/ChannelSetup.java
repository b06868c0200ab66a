package dev.anyflix.redis;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * What stands between the client and the socket besides the client's own: commands that are sent
 * while others are being written share one write, and each is answered in time or fails. Thread
 * safe.
 */
final class ChannelSetup implements NettyCustomizer {

  private final Duration timeout;
  private final Set<EventLoop> loops = new CopyOnWriteArraySet<>();

  ChannelSetup(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void afterChannelInitialized(Channel channel) {
    loops.add(channel.eventLoop());
    channel
        .pipeline()
        .addFirst(
            new FlushConsolidationHandler(
                FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true))
        .addLast(new ReplyTimeouts(timeout, System::nanoTime));
  }

  /**
   * Runs a task on this thread; on the thread of a channel once it has dealt with what it has read.
   */
  void afterReplies(Runnable task) {
    for (EventLoop loop : loops) {
      if (loop.inEventLoop() && !loop.isShuttingDown()) {
        loop.execute(task);
        return;
      }
    }
    task.run();
  }
}
