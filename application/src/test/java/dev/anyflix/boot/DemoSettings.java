package dev.anyflix.boot;

import dev.anyflix.demo.DemoUpstream;
import java.util.HashMap;
import java.util.Map;

/** The settings of a service over the built-in upstream: a free port, memory alone. */
public final class DemoSettings {

  private DemoSettings() {}

  /**
   * The settings by their names, in a map that may be changed.
   *
   * @param more further settings, which override these
   */
  public static Map<String, String> of(DemoUpstream upstream, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(Map.of("HOST", "127.0.0.1", "PORT", "0", "REDIS_HOST", ""));
    settings.putAll(upstream.settings());
    settings.putAll(more);
    return settings;
  }
}
