package dev.anyflix.cli;

import java.util.List;
import java.util.Properties;
import org.slf4j.event.Level;

/**
 * Configures the levels of slf4j-simple, which reads them when a logger is created. The format of a
 * line is in simplelogger.properties. System properties given to Java take precedence.
 */
final class Logging {

  private static final String PREFIX = "org.slf4j.simpleLogger.";

  /** Libraries whose INFO messages are of no use to operators. */
  private static final List<String> LIBRARIES =
      List.of("org.eclipse.jetty", "okhttp3", "io.github.resilience4j");

  /** Libraries of the Redis client, which warn of every attempt to connect that fails. */
  private static final List<String> REDIS_CLIENT = List.of("io.lettuce", "io.netty", "reactor");

  private Logging() {}

  /**
   * Sets the level of the service. Libraries log from WARN, or from INFO with DEBUG and TRACE:
   * below INFO they log headers and commands, which contain passwords and tokens. The Redis client
   * logs from ERROR, because the service logs each change of the state of Redis itself. Javalin is
   * off because it repeats failures that the service logs, and so are the classes of Jetty that
   * warn about every malformed request.
   */
  static void use(Level level, Properties system) {
    system.putIfAbsent(PREFIX + "defaultLogLevel", level.name());
    Level library = level == Level.ERROR ? level : Level.WARN;
    if (level == Level.DEBUG || level == Level.TRACE) {
      library = Level.INFO;
    }
    system.putIfAbsent(PREFIX + "log.io.javalin", "off");
    system.putIfAbsent(PREFIX + "log.org.eclipse.jetty.util.HostPort", "off");
    system.putIfAbsent(PREFIX + "log.org.eclipse.jetty.http.HttpParser", "off");
    for (String name : LIBRARIES) {
      system.putIfAbsent(PREFIX + "log." + name, library.name());
    }
    Level client = library == Level.WARN ? Level.ERROR : library;
    for (String name : REDIS_CLIENT) {
      system.putIfAbsent(PREFIX + "log." + name, client.name());
    }
  }
}
