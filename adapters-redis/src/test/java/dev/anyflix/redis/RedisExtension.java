package dev.anyflix.redis;

import dev.anyflix.redis.testing.RedisProcess;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Redis server and a connector to it for the tests of one class; empty before each test. */
final class RedisExtension implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private @Nullable RedisProcess process;
  private @Nullable RedisConnector connector;

  @Override
  public void beforeAll(ExtensionContext context) {
    if (process == null) {
      process = RedisProcess.start();
      connector = new RedisConnector(TestSettings.settings(process));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getEnclosingTestClasses().isEmpty()) {
      connector().close();
      process().close();
    }
  }

  /** Sends a command and returns the reply as the server sent it. */
  String command(String... words) {
    return process().command(words);
  }

  RedisConnector connector() {
    return Objects.requireNonNull(connector, "the server starts before the tests of the class");
  }

  /** Removes all data. */
  void clear() {
    command("FLUSHALL");
  }

  private RedisProcess process() {
    return Objects.requireNonNull(process, "the server starts before the tests of the class");
  }
}
