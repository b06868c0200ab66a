package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class LoggingTest {

  private static final String DEFAULT = "org.slf4j.simpleLogger.defaultLogLevel";
  private static final String JETTY = "org.slf4j.simpleLogger.log.org.eclipse.jetty";

  private final Properties system = new Properties();

  @ParameterizedTest
  @CsvSource({"TRACE,INFO", "DEBUG,INFO", "INFO,WARN", "WARN,WARN", "ERROR,ERROR"})
  void librariesNeverLogBelowInfo(Level level, String library) {
    Logging.use(level, system);

    assertThat(system.getProperty(DEFAULT)).isEqualTo(level.name());
    assertThat(system.getProperty(JETTY)).isEqualTo(library);
  }

  @ParameterizedTest
  @CsvSource({"TRACE,INFO", "DEBUG,INFO", "INFO,ERROR", "WARN,ERROR", "ERROR,ERROR"})
  void redisClientDoesNotWarnOfEachAttemptToConnect(Level level, String library) {
    Logging.use(level, system);

    assertThat(system.getProperty("org.slf4j.simpleLogger.log.io.lettuce")).isEqualTo(library);
    assertThat(system.getProperty("org.slf4j.simpleLogger.log.io.netty")).isEqualTo(library);
  }

  @Test
  void malformedRequestsAreNotLogged() {
    Logging.use(Level.DEBUG, system);

    assertThat(system.getProperty(JETTY + ".util.HostPort")).isEqualTo("off");
    assertThat(system.getProperty(JETTY + ".http.HttpParser")).isEqualTo("off");
  }

  @Test
  void systemPropertyTakesPrecedence() {
    system.setProperty(JETTY, "debug");

    Logging.use(Level.INFO, system);

    assertThat(system.getProperty(JETTY)).isEqualTo("debug");
  }
}
