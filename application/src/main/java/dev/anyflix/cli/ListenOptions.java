package dev.anyflix.cli;

import dev.anyflix.settings.SettingTable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that override HOST and PORT. */
final class ListenOptions {

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "address to listen on; overrides HOST")
  private @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "port to listen on; overrides PORT")
  private @Nullable String port;

  /** The context with the given options as environment variables. */
  Launch applyTo(Launch launch) {
    Map<String, String> environment = new HashMap<>(launch.environment());
    if (host != null) {
      environment.put(SettingTable.HOST.name(), host);
    }
    if (port != null) {
      environment.put(SettingTable.PORT.name(), port);
    }
    return new Launch(environment, launch.workingDirectory(), launch.terminal());
  }
}
