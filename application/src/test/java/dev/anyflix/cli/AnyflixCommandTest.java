package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.settings.Setting;
import dev.anyflix.settings.SettingTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnyflixCommandTest {

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void invalidSettingsAreAllReportedWithExitCodeTwo() {
    Map<String, String> environment = Map.of("PORT", "abc", "REDIS_DB", "-1");

    assertThat(run(environment)).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "error: PORT: must be a whole number from 0 to 65535, was 'abc'",
            "error: REDIS_DB: must be a whole number of at least 0, was '-1'");
    assertThat(run(environment, "config")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void configAndServeRejectTheSameRedisUrls() {
    for (String url : new String[] {"redis://u:p#w@cache", "redis-sentinel://a,b", "redis://h:0"}) {
      Map<String, String> environment = Map.of("REDIS_URL", url);

      assertThat(run(environment, "config")).isEqualTo(2);
      assertThat(run(environment, "serve")).isEqualTo(2);
      assertThat(run(environment, "demo")).isEqualTo(2);
    }
  }

  @Test
  void plainServeFailsLikeTheParsedOne() {
    Map<String, String> environment = Map.of("PORT", "abc", "TMDB_API_KEI", "x");
    var parsed = new StringWriter();
    CommandLine parser = AnyflixCommand.commandLine(new Launch(environment, directory));
    int exitCode = parser.setErr(new PrintWriter(parsed, true)).execute("serve");

    assertThat(run(environment, "serve")).isEqualTo(exitCode);
    assertThat(err).hasToString(parsed.toString());
    assertThat(run(environment)).isEqualTo(exitCode);
    assertThat(err).hasToString(parsed.toString().repeat(2));
  }

  @Test
  void unknownCommandOrOptionExitsWithTwo() {
    assertThat(run(Map.of(), "fly")).isEqualTo(2);
    assertThat(run(Map.of(), "config", "--all")).isEqualTo(2);
    assertThat(err.toString()).contains("fly").contains("--all");
  }

  @Test
  void usageErrorIsOneLineThatNamesTheHelp() {
    assertThat(run(Map.of(), "clear")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "error: Missing required parameter: 'PREFIX'; see anyflix clear --help"
                + System.lineSeparator());
  }

  @Test
  void hostAndPortOptionsOverrideTheSettings() {
    for (String command : new String[] {"serve", "demo"}) {
      assertThat(run(Map.of("HOST", "127.0.0.1"), command, "--port", "70000")).isEqualTo(2);
      assertThat(run(Map.of("PORT", "0"), command, "--host", "192.0.2.1")).isEqualTo(1);
    }
    assertThat(err.toString())
        .contains("error: PORT: must be a whole number from 0 to 65535, was '70000'")
        .contains("error: HOST 192.0.2.1 is not an address of this machine");
  }

  @Test
  void malformedDemoOptionExitsWithTwo() {
    assertThat(run(Map.of(), "demo", "--upstream-rate", "nonsense")).isEqualTo(2);
    assertThat(run(Map.of(), "demo", "--upstream-latency", "soon")).isEqualTo(2);
    assertThat(run(Map.of(), "demo", "--upstream-errors", "7")).isEqualTo(2);
  }

  @Test
  void helpAndVersionIgnoreInvalidSettings() {
    Map<String, String> environment = Map.of("PORT", "abc");

    assertThat(run(environment, "--help")).isZero();
    assertThat(run(environment, "config", "--help")).isZero();
    assertThat(run(environment, "--version")).isZero();
    assertThat(out.toString())
        .contains("Usage: anyflix")
        .contains("config")
        .containsPattern("(?m)^anyflix \\d+\\.\\d+");
  }

  @Test
  void configPrintsAllSettingsWithSourcesAndMasksSecrets() throws IOException {
    Files.writeString(
        directory.resolve(".env"),
        "TMDB_LANGUAGE=de-DE # German\nTMDB_API_KEY=hunter2\nREDIS_URL=redis://:hunter2@cache\n");

    assertThat(run(Map.of("PORT", "9000", "ADMIN_TOKEN", "hunter2"), "config")).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines)
        .extracting(line -> line.substring(0, line.indexOf('=')))
        .containsExactlyElementsOf(SettingTable.ALL.stream().map(Setting::name).toList());
    assertThat(lines)
        .anyMatch(line -> line.matches("PORT=9000 +# environment"))
        .anyMatch(line -> line.matches("HOST=0\\.0\\.0\\.0 +# default"))
        .anyMatch(line -> line.matches("TMDB_LANGUAGE=de-DE +# \\.env"))
        .anyMatch(line -> line.matches("TMDB_API_KEY=\\*+ +# \\.env"))
        .anyMatch(line -> line.matches("REDIS_URL=redis://\\*+@cache +# \\.env"))
        .noneMatch(line -> line.contains("hunter2"));
    assertThat(err.toString())
        .contains("warning: ADMIN_TOKEN is shorter than 16 characters")
        .doesNotContain("hunter2");
  }

  private int run(Map<String, String> environment, String... arguments) {
    CommandLineRun run = CommandLineRun.of(environment, directory, arguments);
    out.append(run.out());
    err.append(run.err());
    return run.exitCode();
  }
}
