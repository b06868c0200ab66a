package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of itself. */
final class HelpTest {

  @TempDir Path directory;

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.of(Map.of(), directory, arguments);
  }

  @Test
  void everyCommandHasHelpWithExamples() {
    var commands =
        AnyflixCommand.commandLine(new Launch(Map.of(), directory)).getSubcommands().keySet();

    assertThat(commands)
        .containsExactlyInAnyOrder(
            "serve",
            "demo",
            "stats",
            "clear",
            "expire",
            "flush",
            "warm",
            "health",
            "doctor",
            "config",
            "completion");
    assertThat(run("--help").out()).contains(commands).contains("Examples", "Exit codes");
    for (String command : commands) {
      CommandLineRun help = run(command, "--help");
      assertThat(help.exitCode()).isZero();
      String examples = help.out().substring(help.out().indexOf("Examples"));
      assertThat(examples).contains("anyflix " + command);
      assertThat(help.out()).contains("Usage: anyflix " + command);
    }
  }

  @Test
  void everyCommandIsInTheReadme() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));

    assertThat(
            AnyflixCommand.commandLine(new Launch(Map.of(), directory)).getSubcommands().keySet())
        .allMatch(command -> readme.matches("(?s).*\\n\\| `" + command + "( PREFIX)?` \\|.*"));
  }

  @Test
  void completionScriptIsValidAndCompletesCommandsAndOptions() throws Exception {
    Path script = directory.resolve("completion.sh");
    Files.writeString(script, run("completion").out());

    assertThat(bash("bash -n " + script)).isEmpty();
    assertThat(complete(script, "anyflix", "st")).containsExactly("stats");
    assertThat(complete(script, "anyflix", "stats", "--j")).containsExactly("--json");
    assertThat(complete(script, "anyflix", "flush", "--y")).containsExactly("--yes");
    assertThat(complete(script, "anyflix", "clear", "anilist_searc"))
        .containsExactlyInAnyOrder("anilist_search", "anilist_search_anime");
    assertThat(complete(script, "anyflix", "expire", "prov"))
        .contains("provider", "provider_popular");
  }

  private static List<String> complete(Path script, String... words) throws Exception {
    String commands =
        "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_anyflix 2> /dev/null; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    return bash(commands).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static String bash(String commands) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("bash", "-c", commands).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }
}
