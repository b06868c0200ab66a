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

  private static Sent<String> command() {
    return new Sent<>(ping(), reply -> {});
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void anAnswerThatIsLateFailsTheCommandAndNoEarlier() {
    Sent<String> command = command();
    channel.writeOutbound(command);

    pass(199);
    assertThat(command).isNotDone();
    pass(1);
    assertThatThrownBy(command::get).hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void eachCommandHasItsOwnTime() {
    Sent<String> first = command();
    Sent<String> second = command();
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
    Sent<String> command = command();
    pass(1000);
    channel.writeOutbound(command);

    pass(199);
    assertThat(command).isNotDone();
  }

  @Test
  void aCommandThatWasAnsweredIsLeftAlone() throws Exception {
    Sent<String> answered = command();
    channel.writeOutbound(answered);
    answered.complete();
    pass(1000);

    assertThat(answered.get()).isNull();
    Sent<String> next = command();
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

  @Test
  void anAnswerAfterTheTimeoutIsNotHandedOver() {
    boolean[] handed = new boolean[1];
    var command = new Sent<>(ping(), reply -> handed[0] = true);
    channel.writeOutbound(command);
    pass(200);
    command.complete();

    assertThat(handed[0]).isFalse();
    assertThat(command).isCompletedExceptionally();
  }
}
