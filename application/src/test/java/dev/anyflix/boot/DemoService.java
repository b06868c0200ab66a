package dev.anyflix.boot;

import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** The whole service on the built-in upstream and one provider, on memory alone. */
final class DemoService implements AutoCloseable {

  private final DemoUpstream upstream;
  private final App app;

  private DemoService(DemoUpstream upstream, App app) {
    this.upstream = upstream;
    this.app = app;
  }

  /**
   * Starts it on a free port of the loopback address.
   *
   * @param more settings by their names
   */
  static DemoService start(Map<String, String> more) throws IOException {
    DemoUpstream upstream = DemoUpstream.start(DemoOptions.HEALTHY, Clock.systemUTC());
    Map<String, String> settings =
        DemoSettings.of(
            upstream,
            Map.of(
                "ANILIST_REQUESTS_PER_MINUTE", "60000",
                "TMDB_REQUESTS_PER_SECOND", "1000",
                "TMDB_API_KEY", "secret-key-of-the-test"));
    settings.putAll(more);
    return new DemoService(
        upstream, App.with(Settings.of(settings)).provider(new AnyItemProvider("any")).start());
  }

  int port() {
    return app.port();
  }

  @Override
  public void close() {
    app.close();
    upstream.close();
  }
}
