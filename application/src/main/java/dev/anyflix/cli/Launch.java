package dev.anyflix.cli;

import dev.anyflix.settings.Printable;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * The context of a command.
 *
 * @param environment the environment variables
 * @param workingDirectory the directory of the .env file
 * @param terminal the terminal of the process
 */
public record Launch(Map<String, String> environment, Path workingDirectory, Terminal terminal) {

  public Launch {
    environment = Map.copyOf(environment);
  }

  /** A context without a terminal. */
  public Launch(Map<String, String> environment, Path workingDirectory) {
    this(environment, workingDirectory, Terminal.NONE);
  }

  /**
   * Reads the settings, applies their log level and prints their warnings. Must be called before
   * any logger is created.
   *
   * @param err receives the warnings, one per line
   * @throws dev.anyflix.settings.SettingsException if any value is invalid
   */
  public Settings settings(PrintWriter err) {
    Settings settings = Settings.load(environment, workingDirectory);
    Logging.use(settings.get(SettingTable.LOG_LEVEL), System.getProperties());
    settings.warnings().forEach(warning -> err.println("warning: " + Printable.of(warning)));
    return settings;
  }

  /** The colours of the output. */
  Colors colors() {
    return Colors.of(terminal, environment);
  }

  /** Omits the environment because it contains secrets. */
  @Override
  public String toString() {
    return "Launch[" + workingDirectory + "]";
  }
}
