package dev.anyflix.cli;

import java.util.List;
import java.util.Properties;
import org.slf4j.event.Level;

/**
 * Sets the levels of SLF4J's simple logger, which reads them when a logger is made: so before the
 * first one. The form of a line stands in simplelogger.properties. A property that is set on the
 * command line of Java wins.
 */
final class Logging {

  private static final String PREFIX = "org.slf4j.simpleLogger.";

  /** Libraries whose INFO is about themselves. */
  private static final List<String> TALKATIVE =
      List.of(
          "io.lettuce",
          "io.netty",
          "org.eclipse.jetty",
          "okhttp3",
          "reactor",
          "io.github.resilience4j");

  private Logging() {}

  /**
   * Logs at a level and above; talkative libraries from WARN, and from INFO when asked for more.
   * Below that they would write headers and commands, and with them passwords and tokens. Javalin
   * only repeats, with a stack trace, what the service tells in its own words, and Jetty would warn
   * of every malformed request that a client sends.
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
    for (String name : TALKATIVE) {
      system.putIfAbsent(PREFIX + "log." + name, library.name());
    }
  }
}
