package dev.anyflix.boot;

import dev.anyflix.settings.Version;
import dev.anyflix.upstream.DefaultTrustStore;
import dev.anyflix.upstream.SharedHttp;
import org.jspecify.annotations.Nullable;

/** The HTTP client of the upstreams, created when a part needs it. Thread safe. */
final class UpstreamHttp implements AutoCloseable {

  private final Assembly assembly;
  private final ServiceMeters meters;
  private @Nullable SharedHttp http;

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

  /** Sets up TLS, where a part needs it. */
  void prepare() {
    if (assembly.needsHttp()) {
      get().prepare();
    }
  }

  /**
   * Sets up TLS now where that may fail, so that the port does not open then. Elsewhere it can be
   * left for later, because it takes more than a tenth of a second.
   */
  void prepareIfDoubtful() {
    if (assembly.configuresHttp() || !DefaultTrustStore.isInUse()) {
      prepare();
    }
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.close();
    }
  }
}
