package dev.anyflix.cli;

import dev.anyflix.settings.AdminAccess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which running service a command speaks to. */
final class RemoteOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "the service; default ANYFLIX_URL, else this machine at PORT; both may stand in .env")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "the service's ADMIN_TOKEN; better set ADMIN_TOKEN, which others cannot see")
  private @Nullable String token;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long to wait for an answer; default ${DEFAULT-VALUE}")
  private int timeout;

  /** A client of the service that the options and the environment name. */
  AdminClient client(Launch launch) {
    if (timeout < 1) {
      throw new ParameterException(spec.commandLine(), "--timeout: must be a second or more");
    }
    return new AdminClient(
        AdminAccess.read(url, token, launch.environment(), launch.workingDirectory()),
        Duration.ofSeconds(timeout));
  }
}
