package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundJobsTest {

  @Test
  void failedTaskNeitherThrowsNorStopsLaterRuns() {
    var runs = new AtomicInteger();
    Runnable task =
        BackgroundJobs.logged(
            () -> {
              runs.incrementAndGet();
              throw new NoClassDefFoundError("gone");
            },
            "Test job failed");

    assertThatCode(task::run).doesNotThrowAnyException();
    assertThatCode(task::run).doesNotThrowAnyException();

    assertThat(runs).hasValue(2);
  }
}
