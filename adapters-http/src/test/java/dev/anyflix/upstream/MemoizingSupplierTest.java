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

class MemoizingSupplierTest {

  private static final int CALLERS = 8;

  private final AtomicInteger makings = new AtomicInteger();
  private final MemoizingSupplier<Integer> lazy = new MemoizingSupplier<>(makings::incrementAndGet);

  @Test
  void valueIsNotCreatedBeforeTheFirstCall() {
    assertThat(lazy.isCreated()).isFalse();
    assertThat(makings).hasValue(0);
  }

  @Test
  void valueIsCreatedOnceForConcurrentCallers() throws Exception {
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
    assertThat(lazy.isCreated()).isTrue();
  }

  @Test
  void failedCreationIsRepeated() {
    var failing =
        new MemoizingSupplier<>(
            () -> {
              if (makings.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
              }
              return "made";
            });
    assertThatThrownBy(failing::get).isInstanceOf(IllegalStateException.class);
    assertThat(failing.isCreated()).isFalse();
    assertThat(failing.get()).isEqualTo("made");
  }
}
