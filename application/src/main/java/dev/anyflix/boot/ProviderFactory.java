package dev.anyflix.boot;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.settings.Settings;
import dev.anyflix.upstream.SharedHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/** Creates a content provider from the parts of the service. */
@FunctionalInterface
public interface ProviderFactory {

  /**
   * Creates the provider, once for each start of the assembly. A provider that is {@link
   * AutoCloseable} is closed with the service.
   */
  ContentProvider create(Context context);

  /** The parts of the service that a provider may use. The service closes them. Thread safe. */
  final class Context {

    private final Settings settings;
    private final Clock clock;
    private final Supplier<SharedHttp> http;
    private final Supplier<MeterRegistry> meters;
    private final Sources.Budgets budgets;

    Context(
        Settings settings,
        Clock clock,
        Supplier<SharedHttp> http,
        Supplier<MeterRegistry> meters,
        Sources.Budgets budgets) {
      this.settings = settings;
      this.clock = clock;
      this.http = http;
      this.meters = meters;
      this.budgets = budgets;
    }

    /** The settings of the service. */
    public Settings settings() {
      return settings;
    }

    /** The clock by which {@link dev.anyflix.domain.media.Call#deadline()} is set. */
    public Clock clock() {
      return clock;
    }

    /**
     * The HTTP client of the service, with its proxies and its certificates. {@link
     * dev.anyflix.upstream.Fetcher} adds budget, circuit breaker, retries and metrics to it.
     */
    public SharedHttp http() {
      return http.get();
    }

    /** The registry of the metrics. */
    public MeterRegistry meters() {
      return meters.get();
    }

    /**
     * The budget of the provider, which all instances of a fleet share. Calls that find it spent
     * wait in a queue, if {@link dev.anyflix.domain.media.SourceStatus#budgetLimit()} is above
     * zero.
     *
     * @param provider the id of the provider
     */
    public Budget budget(String provider, Quota quota) {
      return budgets.of(provider, quota);
    }
  }
}
