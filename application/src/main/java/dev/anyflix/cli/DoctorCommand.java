package dev.anyflix.cli;

import dev.anyflix.boot.Checkup;
import dev.anyflix.boot.doctor.Finding;
import dev.anyflix.boot.doctor.Finding.Level;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.SettingsException;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code doctor}: checks what the service depends on and says what to do. */
@Command(
    name = "doctor",
    description = {
      "Checks the settings, Java, the port, Redis and the upstreams, and says what to do.",
      "It asks each upstream once. Exits with 1 when something must be fixed."
    },
    footer = {
      "",
      "Examples:",
      "  anyflix doctor",
      "  REDIS_URL=rediss://cache.example.org anyflix doctor"
    },
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class)
final class DoctorCommand implements Callable<Integer> {

  private static final String SUBJECT = "Settings";

  private final Launch launch;
  private final Map<Level, Integer> counts = new EnumMap<>(Level.class);

  @Spec private CommandSpec spec;

  DoctorCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Settings settings = Settings.load(launch.environment(), launch.workingDirectory());
      Logging.use(settings.get(SettingTable.LOG_LEVEL), System.getProperties());
      report(new Finding(Level.OK, SUBJECT, "can be used; config shows them", null));
      settings.warnings().forEach(w -> report(new Finding(Level.NOTE, SUBJECT, w, null)));
      Checkup.run(settings, this::report);
    } catch (SettingsException e) {
      e.problems().forEach(p -> report(new Finding(Level.FAULT, SUBJECT, p, null)));
      out.println("Only the settings were checked: the rest depends on them.");
    }
    int faults = counts.getOrDefault(Level.FAULT, 0);
    out.println();
    out.printf(
        "%s to fix, %s to note%n",
        faults == 0 ? "Nothing" : faults, counts.getOrDefault(Level.NOTE, 0));
    return faults == 0 ? 0 : spec.exitCodeOnExecutionException();
  }

  private void report(Finding finding) {
    counts.merge(finding.level(), 1, Integer::sum);
    PrintWriter out = spec.commandLine().getOut();
    String label =
        switch (finding.level()) {
          case OK -> "ok";
          case NOTE -> "note";
          case FAULT -> "FAIL";
        };
    out.printf("%-5s %-17s %s%n", label, finding.subject(), TextTable.printable(finding.text()));
    if (finding.advice() != null) {
      out.printf("%-5s %-17s -> %s%n", "", "", TextTable.printable(finding.advice()));
    }
    out.flush();
  }
}
