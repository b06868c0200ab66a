package dev.anyflix.boot;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The level of the loggers of this service in the logging framework that is in use. */
final class LogLevel {

  private static final String SERVICE = "dev.anyflix";

  private LogLevel() {}

  static void set(Level level) {
    System.setProperty("org.slf4j.simpleLogger.log." + SERVICE, level.name());
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    String framework = factory.getClass().getName();
    try {
      if (framework.startsWith("ch.qos.logback.")) {
        setLogback(factory.getLogger(SERVICE), level);
      } else if (framework.startsWith("org.slf4j.jul.")) {
        java.util.logging.Logger.getLogger(SERVICE).setLevel(jul(level));
      } else if (!framework.startsWith("org.slf4j.simple.")) {
        unknown(framework);
      }
    } catch (ReflectiveOperationException e) {
      unknown(framework);
    }
  }

  private static void unknown(String framework) {
    LoggerFactory.getLogger(LogLevel.class)
        .warn("The log level is unchanged; set it in the configuration of {}", framework);
  }

  private static void setLogback(Logger logger, Level level) throws ReflectiveOperationException {
    Class<?> type =
        Class.forName("ch.qos.logback.classic.Level", true, logger.getClass().getClassLoader());
    Object own = type.getMethod("valueOf", String.class).invoke(null, level.name());
    logger.getClass().getMethod("setLevel", type).invoke(logger, own);
  }

  private static java.util.logging.Level jul(Level level) {
    return switch (level) {
      case ERROR -> java.util.logging.Level.SEVERE;
      case WARN -> java.util.logging.Level.WARNING;
      case INFO -> java.util.logging.Level.INFO;
      case DEBUG -> java.util.logging.Level.FINE;
      case TRACE -> java.util.logging.Level.FINEST;
    };
  }
}
