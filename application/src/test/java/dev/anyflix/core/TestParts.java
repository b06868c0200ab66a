package dev.anyflix.core;

import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.web.JsonCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parts of a read-through for tests. */
public final class TestParts {

  /** An hour for every operation. */
  public static final Operations.Ttls TTLS = ttls(Duration.ofHours(1));

  private TestParts() {}

  public static Operations.Ttls ttls(Duration ttl) {
    return new Operations.Ttls(ttl, ttl, ttl, ttl, ttl, ttl, ttl, ttl, ttl, ttl, ttl, ttl, ttl);
  }

  /** A policy without jitter and prefetch. */
  public static ReadThrough.Policy policy(int jitterPercent) {
    return new ReadThrough.Policy(
        true,
        Duration.ofSeconds(300),
        false,
        jitterPercent,
        Duration.ofSeconds(8),
        Duration.ofSeconds(9),
        false);
  }

  public static ReadThrough.Parts parts(
      TieredCache cache,
      Function<String, @Nullable CallQueue> queues,
      ExecutorService executor,
      Clock clock,
      DoubleSupplier random) {
    return new ReadThrough.Parts(
        cache,
        queues,
        new JsonCodec()::encode,
        new JsonCodec()::decode,
        executor,
        timer(),
        prefix -> loadTimer(),
        clock,
        random);
  }

  static LoadTimer loadTimer() {
    return new CountingTimer();
  }

  public static CallQueue.Timer timer() {
    return (delay, task) ->
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(task);
  }

  private static final class CountingTimer implements LoadTimer {
    private final LongAdder count = new LongAdder();

    @Override
    public void record(Duration time) {
      count.increment();
    }

    @Override
    public long count() {
      return count.sum();
    }

    @Override
    public double percentileMillis(double share) {
      return 0;
    }
  }
}
