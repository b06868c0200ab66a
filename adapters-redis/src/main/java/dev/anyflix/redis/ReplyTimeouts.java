package dev.anyflix.redis;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fails commands that are not answered in time.
 *
 * <p>The time counts from the moment a command is written, by the clock of the connection's own
 * thread, which reads what has arrived before it looks at the clock. So a service that its machine
 * leaves no time does not take its own lateness for that of Redis.
 *
 * <p>Redis answers in the order of the questions, so only the first one left has to be watched.
 * Used by the thread of one connection alone.
 */
final class ReplyTimeouts extends ChannelOutboundHandlerAdapter {

  private final long timeoutNanos;
  private final LongSupplier nanoTime;
  private final Queue<TimedCommand<?>> waiting = new ArrayDeque<>();
  private boolean watching;

  ReplyTimeouts(Duration timeout, LongSupplier nanoTime) {
    this.timeoutNanos = timeout.toNanos();
    this.nanoTime = nanoTime;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof TimedCommand<?> command) {
      watch(context, command);
    } else if (message instanceof Collection<?> commands) {
      for (Object command : commands) {
        if (command instanceof TimedCommand<?> sent) {
          watch(context, sent);
        }
      }
    }
    var unused = context.write(message, promise);
  }

  private void watch(ChannelHandlerContext context, TimedCommand<?> command) {
    forgetDone();
    command.writtenAt(nanoTime.getAsLong());
    waiting.add(command);
    if (!watching) {
      watching = true;
      lookAfter(context, timeoutNanos);
    }
  }

  private void lookAfter(ChannelHandlerContext context, long nanos) {
    var unused = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    long now = nanoTime.getAsLong();
    TimedCommand<?> first = firstUndone();
    while (first != null && first.waitingNanos(now) >= timeoutNanos) {
      first.fail();
      first = firstUndone();
    }
    watching = first != null;
    if (first != null) {
      lookAfter(context, timeoutNanos - first.waitingNanos(now));
    }
  }

  private @Nullable TimedCommand<?> firstUndone() {
    forgetDone();
    return waiting.peek();
  }

  private void forgetDone() {
    TimedCommand<?> first = waiting.peek();
    while (first != null && first.isDone()) {
      waiting.remove();
      first = waiting.peek();
    }
  }
}
