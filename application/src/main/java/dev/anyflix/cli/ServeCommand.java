package dev.anyflix.cli;

import dev.anyflix.boot.App;
import dev.anyflix.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code serve}: runs the service. */
@Command(
    name = AnyflixCommand.SERVE,
    description = "Runs the service (default command).",
    footer = {"", "Examples:", "  anyflix serve --port 9000", "  REDIS_HOST= anyflix serve"},
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class)
final class ServeCommand implements Callable<Integer> {

  private final Launch launch;

  @Spec private CommandSpec spec;

  @Mixin private final ListenOptions listen = new ListenOptions();

  ServeCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    return serve(listen.applyTo(launch), spec.commandLine().getErr());
  }

  /**
   * Runs the service until the process is stopped.
   *
   * @param err receives warnings
   */
  static int serve(Launch launch, PrintWriter err) throws InterruptedException {
    Settings settings = launch.settings(err);
    try (Foreground foreground = new Foreground(App.with(settings).start())) {
      foreground.await();
    }
    return 0;
  }
}
