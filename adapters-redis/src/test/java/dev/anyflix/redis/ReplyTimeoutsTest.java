package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReplyTimeoutsTest {

  private static final Duration TIMEOUT = Duration.ofMillis(200);

  private long nanos = Long.MAX_VALUE - TIMEOUT.toNanos() / 2;
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new ReplyTimeouts(TIMEOUT, () -> nanos));

  @BeforeEach
  void freeze() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static Command<String, byte[], String> ping() {
    return new Command<>(CommandType.PING, new StatusOutput<>(RedisLink.CODEC));
  }

  private static TimedCommand<String> command() {
    return new TimedCommand<>(ping());
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void anAnswerThatIsLateFailsTheCommandAndNoEarlier() {
    TimedCommand<String> command = command();
    channel.writeOutbound(command);

    pass(199);
    assertThat(command).isNotDone();
    pass(1);
    assertThatThrownBy(command::get).hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void eachCommandHasItsOwnTime() {
    TimedCommand<String> first = command();
    TimedCommand<String> second = command();
    channel.writeOutbound(first);
    pass(150);
    channel.writeOutbound(List.of(second));

    pass(50);
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isNotDone();
    pass(149);
    assertThat(second).isNotDone();
    pass(1);
    assertThat(second).isCompletedExceptionally();
  }

  @Test
  void theTimeBeforeACommandIsWrittenDoesNotCount() {
    TimedCommand<String> command = command();
    pass(1000);
    channel.writeOutbound(command);

    pass(199);
    assertThat(command).isNotDone();
  }

  @Test
  void aCommandThatWasAnsweredIsLeftAlone() throws Exception {
    TimedCommand<String> answered = command();
    channel.writeOutbound(answered);
    answered.complete();
    pass(1000);

    assertThat(answered.get()).isNull();
    TimedCommand<String> next = command();
    channel.writeOutbound(next);
    pass(200);
    assertThat(next).isCompletedExceptionally();
  }

  @Test
  void aCommandWithoutLimitIsNotFailed() {
    var patient = new AsyncCommand<>(ping());
    channel.writeOutbound(patient);
    pass(1000);

    assertThat(patient).isNotDone();
  }
}
