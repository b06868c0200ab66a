package dev.anyflix.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

final class LoggedTaskTest {

  @Test
  void failureIsLoggedOnceUntilTheTaskSucceedsAgain() {
    Error fault = new NoClassDefFoundError("gone");
    var runs = new AtomicInteger();
    var isFailing = new AtomicBoolean(true);
    Logger log = mock(Logger.class);
    var task =
        new LoggedTask(
            log,
            "Test job failed",
            () -> {
              runs.incrementAndGet();
              if (isFailing.get()) {
                throw fault;
              }
            });

    task.run();
    task.run();
    verify(log).error("Test job failed", fault);
    isFailing.set(false);
    task.run();
    isFailing.set(true);
    task.run();
    task.run();

    assertThat(runs).hasValue(5);
    verify(log, times(2)).error("Test job failed", fault);
    verifyNoMoreInteractions(log);
  }
}
