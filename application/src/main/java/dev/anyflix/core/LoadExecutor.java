package dev.anyflix.core;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for loads that nobody waits for: a virtual one each where the platform has them (Java 21
 * and later), else up to {@value #PLATFORM_THREADS} platform threads, beyond which a load is
 * refused.
 */
public final class LoadExecutor {

  private static final int PLATFORM_THREADS = 64;

  private LoadExecutor() {}

  /** Threads for one service; the caller shuts them down. */
  public static ExecutorService create() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return platformThreads();
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads are there but cannot be had", e);
    }
  }

  private static ExecutorService platformThreads() {
    var number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        PLATFORM_THREADS,
        30,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "load-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
