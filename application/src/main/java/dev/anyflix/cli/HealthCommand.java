package dev.anyflix.cli;

import dev.anyflix.settings.ListenAddress;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code health}: tells whether the service on this machine answers. */
@Command(
    name = "health",
    description = {
      "Tells whether the service at HOST and PORT of this machine answers.",
      "Exit code 0: it does; 1: it does not. For health checks of containers."
    },
    footer = {"", "Examples:", "  anyflix health", "  anyflix health --ready"},
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class)
final class HealthCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Launch launch;

  @Spec private CommandSpec spec;

  @Mixin private final ListenOptions listen = new ListenOptions();

  @Option(
      names = "--ready",
      description = "check readiness; fails while the service stops or cannot serve requests")
  private boolean ready;

  HealthCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    Settings settings = listen.applyTo(launch).settings(spec.commandLine().getErr());
    URI url = ListenAddress.of(settings).url().resolve(ready ? "/health/ready" : "/health/live");
    String failure = failure(url);
    if (failure == null) {
      spec.commandLine().getOut().println(ready ? "ready" : "healthy");
      return 0;
    }
    spec.commandLine().getErr().println((ready ? "not ready: " : "unhealthy: ") + failure);
    return 1;
  }

  /** Why the service does not answer 200; null if it does. */
  private static @Nullable String failure(URI url) {
    try {
      var connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout((int) TIMEOUT.toMillis());
      connection.setReadTimeout((int) TIMEOUT.toMillis());
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == HttpURLConnection.HTTP_OK ? null : url + " answers " + status;
    } catch (IOException e) {
      return url + " does not answer (" + e.getMessage() + ")";
    }
  }
}
