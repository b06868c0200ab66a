package dev.anyflix.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.boot.Doctor;
import dev.anyflix.boot.doctor.CheckResult;
import dev.anyflix.boot.doctor.CheckResult.Status;
import dev.anyflix.settings.Printable;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.SettingsException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code doctor}: checks everything that the service depends on. */
@Command(
    name = "doctor",
    description = {
      "Checks the settings, Java, the port, Redis and the upstreams, and says what to fix.",
      "Sends one request to each upstream. Exits with 1 if a check fails."
    },
    footer = {
      "",
      "Examples:",
      "  anyflix doctor",
      "  anyflix doctor --json",
      "  REDIS_URL=rediss://cache.example.org anyflix doctor"
    },
    mixinStandardHelpOptions = true,
    versionProvider = AnyflixCommand.BuildVersion.class,
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {

  private static final String SUBJECT = "Settings";
  private static final int INDENT = 24;

  private final Launch launch;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  private int width;

  DoctorCommand(Launch launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    width = launch.terminal().width() - INDENT;
    List<CheckResult> results = new ArrayList<>();
    check(
        result -> {
          results.add(result);
          if (!json) {
            print(result);
          }
        });
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(AsciiJson.write(asJson(results)));
    } else {
      out.println();
      out.printf(
          "%d failed, %d with a warning%n",
          count(results, Status.FAIL), count(results, Status.WARN));
    }
    return count(results, Status.FAIL) == 0 ? 0 : spec.exitCodeOnExecutionException();
  }

  private void check(Consumer<CheckResult> report) throws InterruptedException {
    Settings settings;
    try {
      settings = Settings.load(launch.environment(), launch.workingDirectory());
    } catch (SettingsException e) {
      e.problems()
          .forEach(problem -> report.accept(new CheckResult(Status.FAIL, SUBJECT, problem, null)));
      report.accept(
          new CheckResult(
              Status.WARN, SUBJECT, "the other checks were skipped", "Fix the settings first."));
      return;
    }
    Logging.use(settings.get(SettingTable.LOG_LEVEL), System.getProperties());
    report.accept(
        new CheckResult(Status.OK, SUBJECT, "valid; the command config prints them", null));
    settings
        .warnings()
        .forEach(warning -> report.accept(new CheckResult(Status.WARN, SUBJECT, warning, null)));
    Doctor.run(settings, report);
  }

  private static long count(List<CheckResult> results, Status status) {
    return results.stream().filter(result -> result.status() == status).count();
  }

  private void print(CheckResult result) {
    PrintWriter out = spec.commandLine().getOut();
    String label = "%-4s".formatted(result.status());
    String subject = "%-17s".formatted(Printable.of(result.subject()));
    String prefix = launch.colors().of(result.status()).apply(label) + "  " + subject + " ";
    for (String line : WordWrap.wrap(Printable.of(result.message()), width)) {
      out.println(prefix + line);
      prefix = " ".repeat(INDENT);
    }
    if (result.action() != null) {
      String arrow = "-> ";
      for (String line : WordWrap.wrap(Printable.of(result.action()), width - arrow.length())) {
        out.println(" ".repeat(INDENT) + arrow + line);
        arrow = " ".repeat(arrow.length());
      }
    }
    out.flush();
  }

  private static ObjectNode asJson(List<CheckResult> results) {
    ObjectNode report = new JsonMapper().createObjectNode();
    Status worst =
        results.stream().map(CheckResult::status).max(Status::compareTo).orElse(Status.OK);
    report.put("status", worst.name());
    ArrayNode checks = report.putArray("checks");
    for (CheckResult result : results) {
      checks
          .addObject()
          .put("status", result.status().name())
          .put("subject", result.subject())
          .put("message", result.message())
          .put("action", result.action());
    }
    return report;
  }
}
