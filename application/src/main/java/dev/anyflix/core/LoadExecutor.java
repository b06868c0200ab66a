package dev.anyflix.core;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for calls of upstreams: a virtual one each where the platform has them (Java 21 and
 * later), else up to {@value #PLATFORM_THREADS} platform threads. Calls beyond those wait in a
 * queue of {@value #QUEUE}, which the queues of the upstreams' budgets never fill.
 */
public final class LoadExecutor {

  private static final int PLATFORM_THREADS = 256;
  private static final int QUEUE = 8192;

  private LoadExecutor() {}

  /** Threads for one service; the caller shuts them down. */
  public static ExecutorService create() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return platformThreads();
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("this Java has virtual threads but refuses them", e);
    }
  }

  private static ExecutorService platformThreads() {
    var number = new AtomicInteger();
    var threads =
        new ThreadPoolExecutor(
            PLATFORM_THREADS,
            PLATFORM_THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "load-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
