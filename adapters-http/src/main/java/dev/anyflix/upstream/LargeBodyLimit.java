package dev.anyflix.upstream;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the heap that response bodies take: bodies of more than {@link #SMALL} bytes are read and
 * parsed only a few at a time, over all upstreams. Such a body, with its tree, takes up to about 30
 * MB. Thread safe.
 */
final class LargeBodyLimit {

  /** Bodies up to this size, 64 KiB, are not limited. */
  static final int SMALL = 64 * 1024;

  private static final long HEAP_PER_BODY = 128L * 1024 * 1024;
  private static final int MOST = 16;

  private final Semaphore permits;

  LargeBodyLimit(int bodies) {
    permits = new Semaphore(bodies, true);
  }

  /** At most a quarter of the heap. */
  static LargeBodyLimit forHeap(long maxHeapBytes) {
    return new LargeBodyLimit((int) Math.max(1, Math.min(MOST, maxHeapBytes / HEAP_PER_BODY)));
  }

  /** Waits for its turn; {@link #release} must follow when the result is true. */
  boolean tryAcquire(Duration atMost) throws InterruptedException {
    return permits.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  void release() {
    permits.release();
  }
}
