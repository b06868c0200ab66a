package dev.anyflix.boot;

import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A running service over the built-in upstream, by default in memory alone.
 *
 * <p>Register it as an extension: in a static field it runs for all tests of the class, else for
 * each test. {@link #start(Map)} returns one that the caller closes.
 */
public final class DemoService
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AutoCloseable {

  /** Settings that no test reaches the rate limits with. */
  private static final Map<String, String> GENEROUS =
      Map.of(
          "ANILIST_REQUESTS_PER_MINUTE", "60000",
          "TMDB_REQUESTS_PER_SECOND", "1000",
          "TMDB_API_KEY", "secret-key-of-the-test");

  private final Map<String, String> more;
  private final Function<Settings, Assembly> assembly;
  private DemoOptions options = DemoOptions.HEALTHY;
  private boolean isShared;
  private @Nullable DemoUpstream upstream;
  private @Nullable App app;

  private DemoService(Map<String, String> more, Function<Settings, Assembly> assembly) {
    this.more = more;
    this.assembly = assembly;
  }

  /**
   * The service with the given settings beside those of {@link DemoSettings}.
   *
   * @param more settings by their names
   */
  public static DemoService of(Map<String, String> more) {
    return of(more, App::with);
  }

  /**
   * The service with the given settings and parts of the test.
   *
   * @param more settings by their names
   * @param assembly replaces or adds parts
   */
  public static DemoService of(Map<String, String> more, Function<Settings, Assembly> assembly) {
    return new DemoService(more, assembly);
  }

  /**
   * The service with generous rate limits and a provider {@code any} beside the built-in ones.
   *
   * @param more settings by their names, which override these
   */
  static DemoService generous(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(GENEROUS);
    settings.putAll(more);
    return of(settings, all -> App.with(all).provider(new AnyItemProvider("any")));
  }

  /** Starts a {@linkplain #generous generous} service, which the caller closes. */
  static DemoService start(Map<String, String> more) throws IOException {
    DemoService service = generous(more);
    service.start();
    return service;
  }

  /** Starts the upstream in another state than the healthy one. */
  DemoService upstreamOptions(DemoOptions chosen) {
    options = chosen;
    return this;
  }

  private void start() throws IOException {
    upstream = DemoUpstream.start(options, Clock.systemUTC());
    app = assembly.apply(settings()).start();
  }

  /** Closes the service and starts it again with the given settings, over the same upstream. */
  public void restart(Settings settings) {
    restart(assembly.apply(settings));
  }

  /** Closes the service and starts another one over the same upstream. */
  public void restart(Assembly other) {
    app.close();
    app = other.start();
  }

  /** The settings that the service starts with. */
  public Settings settings() {
    return Settings.of(DemoSettings.of(upstream, more));
  }

  public App app() {
    return app;
  }

  public DemoUpstream upstream() {
    return upstream;
  }

  public int port() {
    return app.port();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    isShared = true;
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (!isShared) {
      start();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!isShared) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    if (app != null) {
      app.close();
    }
    if (upstream != null) {
      upstream.close();
    }
  }
}
