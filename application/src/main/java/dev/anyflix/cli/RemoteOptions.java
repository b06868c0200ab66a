package dev.anyflix.cli;

import dev.anyflix.settings.AdminAccess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that use the admin API. */
final class RemoteOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "URL of the service; default ANYFLIX_URL, else localhost at PORT (environment or .env)")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "admin token; prefer ADMIN_TOKEN because other users can see arguments")
  private @Nullable String token;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "timeout of a request; default ${DEFAULT-VALUE}")
  private int timeout;

  /** Creates a client from the options and the environment. */
  AdminClient client(Launch launch) {
    if (timeout < 1) {
      throw new ParameterException(spec.commandLine(), "--timeout must be at least 1");
    }
    return new AdminClient(
        AdminAccess.read(url, token, launch.environment(), launch.workingDirectory()),
        Duration.ofSeconds(timeout));
  }
}
