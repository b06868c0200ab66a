package dev.anyflix.redis;

import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A command that {@link ReplyTimeouts} fails when its answer is late, and that hands its answer
 * over before it is done. A handler attached to the future would not do: the thread that waits for
 * the future may run it, while the connection's own goes on.
 */
final class Sent<T> extends AsyncCommand<String, byte[], T> {

  private final Consumer<? super T> onReply;
  private long writtenNanos;

  Sent(Command<String, byte[], T> command, Consumer<? super T> onReply) {
    super(command);
    this.onReply = onReply;
  }

  @Override
  protected void completeResult() {
    if (!getOutput().hasError()) {
      onReply.accept(getOutput().get());
    }
    super.completeResult();
  }

  void writtenAt(long nanos) {
    writtenNanos = nanos;
  }

  /** For how long the command has been on its way. */
  long waitingNanos(long now) {
    return now - writtenNanos;
  }

  void fail() {
    var unused = completeExceptionally(new TimeoutException());
  }
}
