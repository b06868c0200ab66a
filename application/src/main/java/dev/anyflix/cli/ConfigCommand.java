package dev.anyflix.cli;

import dev.anyflix.settings.Printable;
import dev.anyflix.settings.Setting;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code config}: prints the effective settings in the format of a .env file. */
@Command(
    name = "config",
    description = "Prints the effective settings and their sources; secrets are masked.",
    footer = {"", "Examples:", "  anyflix config", "  anyflix config | grep -v '# default'"},
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class)
final class ConfigCommand implements Callable<Integer> {

  private static final int COLUMN = 56;

  private final Launch launch;

  @Spec private CommandSpec spec;

  ConfigCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    Settings settings = launch.settings(spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    for (Setting<?> setting : SettingTable.ALL) {
      String value = setting.name() + "=" + Printable.of(settings.masked(setting));
      out.printf("%-" + COLUMN + "s # %s%n", value, settings.origin(setting));
    }
    return 0;
  }
}
