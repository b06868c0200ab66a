package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LazyTest {

  private static final int CALLERS = 8;

  private final AtomicInteger makings = new AtomicInteger();
  private final Lazy<Integer> lazy = new Lazy<>(makings::incrementAndGet);

  @Test
  void isNotMadeBeforeItIsAskedFor() {
    assertThat(lazy.isMade()).isFalse();
    assertThat(makings).hasValue(0);
  }

  @Test
  void isMadeOnceHoweverManyAskAtTheSameTime() throws Exception {
    var together = new CyclicBarrier(CALLERS);
    Callable<Integer> caller =
        () -> {
          together.await();
          return lazy.get();
        };
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Callable<Integer>> callers = Stream.generate(() -> caller).limit(CALLERS).toList();
      for (Future<Integer> got : threads.invokeAll(callers)) {
        assertThat(got.get()).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(makings).hasValue(1);
    assertThat(lazy.isMade()).isTrue();
  }

  @Test
  void isTriedAgainWhenItsMakingFailed() {
    var failing =
        new Lazy<>(
            () -> {
              if (makings.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
              }
              return "made";
            });
    assertThatThrownBy(failing::get).isInstanceOf(IllegalStateException.class);
    assertThat(failing.isMade()).isFalse();
    assertThat(failing.get()).isEqualTo("made");
  }
}
