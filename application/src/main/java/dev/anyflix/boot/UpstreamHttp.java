package dev.anyflix.boot;

import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.settings.Version;
import dev.anyflix.upstream.SharedHttp;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The HTTP client of the upstreams, created when a part needs it. Thread safe. */
final class UpstreamHttp implements AutoCloseable {

  private final Assembly assembly;
  private final ServiceMeters meters;
  private @Nullable SharedHttp http;
  private @Nullable FutureTask<?> preparation;

  UpstreamHttp(Assembly assembly, ServiceMeters meters) {
    this.assembly = assembly;
    this.meters = meters;
  }

  synchronized SharedHttp get() {
    if (http == null) {
      http =
          new SharedHttp(
              Version.current(),
              assembly.clock,
              (upstream, outcome, time) -> meters.recordCall(upstream, outcome.name(), time),
              Sources.proxies(assembly.settings),
              assembly.http);
    }
    return http;
  }

  /** Sets up TLS, which takes some tenths of a second, beside the other parts. */
  void prepareInBackground() {
    preparation = new FutureTask<>(get()::prepare, null);
    DaemonThreads.named("tls-setup").newThread(preparation).start();
  }

  /** Waits for the preparation, without which the port must not open. */
  void awaitPreparation() {
    if (preparation == null) {
      return;
    }
    try {
      Object unused = preparation.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.close();
    }
  }
}
