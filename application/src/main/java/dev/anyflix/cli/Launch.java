package dev.anyflix.cli;

import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command knows of the process that runs it.
 *
 * @param environment the environment variables
 * @param workingDirectory where a .env file may be
 * @param terminal the person who may be asked
 */
public record Launch(Map<String, String> environment, Path workingDirectory, Terminal terminal) {

  public Launch {
    environment = Map.copyOf(environment);
  }

  /** A process that nobody watches. */
  public Launch(Map<String, String> environment, Path workingDirectory) {
    this(environment, workingDirectory, Terminal.NONE);
  }

  /**
   * Reads the settings, puts their log level into effect and writes their warnings. A command calls
   * this before anything that may log.
   *
   * @param err where the warnings go, one a line
   * @throws dev.anyflix.config.SettingsException if any value can't be used
   */
  public Settings settings(PrintWriter err) {
    Settings settings = Settings.load(environment, workingDirectory);
    Logging.use(settings.get(SettingTable.LOG_LEVEL), System.getProperties());
    settings.warnings().forEach(warning -> err.println("warning: " + warning));
    return settings;
  }

  /** Leaves the environment out: it holds secrets. */
  @Override
  public String toString() {
    return "Launch[" + workingDirectory + "]";
  }
}
