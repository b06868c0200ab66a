package dev.anyflix.redis;

import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import java.util.concurrent.TimeoutException;

/** A command that {@link ReplyTimeouts} fails when its reply is late. */
final class TimedCommand<T> extends AsyncCommand<String, byte[], T> {

  private long writtenNanos;

  TimedCommand(Command<String, byte[], T> command) {
    super(command);
  }

  void writtenAt(long nanos) {
    writtenNanos = nanos;
  }

  /** How long ago the command was written. */
  long waitingNanos(long now) {
    return now - writtenNanos;
  }

  void fail() {
    var unused = completeExceptionally(new TimeoutException());
  }
}
