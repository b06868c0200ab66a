package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.boot.App;
import dev.anyflix.boot.DemoService;
import dev.anyflix.settings.SettingTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands that use the admin API, against a real service. */
final class RemoteCommandsTest {

  private static final String TOKEN = "correct-horse-battery";
  private static final String BOLD = "\033[1m";
  private static final String HOME = "\033\\[H";

  @TempDir Path directory;

  @RegisterExtension
  private final DemoService service =
      DemoService.of(Map.of("TMDB_API_KEY", "key", "ANILIST_REQUESTS_PER_MINUTE", "6000"));

  private Map<String, String> environment() {
    return Map.of("PORT", Integer.toString(service.port()));
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.of(environment(), directory, arguments);
  }

  private CommandLineRun runAnswering(String answer, String... arguments) {
    Terminal terminal = new FakeTerminal(80, answer);
    return CommandLineRun.of(new Launch(environment(), directory, terminal), arguments);
  }

  private CommandLineRun runIn(Map<String, String> further, String... arguments) {
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(further);
    Terminal terminal = new FakeTerminal(80, null);
    return CommandLineRun.of(new Launch(environment, directory, terminal), arguments);
  }

  private void ask(String path) throws IOException, InterruptedException {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(service.app().url().resolve(path)).build(),
            BodyHandlers.discarding());
  }

  @Test
  void statsPrintsATable() throws Exception {
    ask("/api/anilist/media/1");
    ask("/api/anilist/media/1");

    CommandLineRun stats = run("stats");

    assertThat(stats.exitCode()).isZero();
    assertThat(stats.out())
        .startsWith("Anyflix at http://localhost:" + service.port())
        .containsPattern("(?m)^Hit ratio +50\\.00 % of 2 requests; 0 stale, 1 miss, 0 failed$")
        .containsPattern("(?m)^Cache +active, on memory$")
        .containsPattern("(?m)^Memory +1 entry, 0\\.0 MiB, 0 evicted$")
        .containsPattern("(?m)^Redis +off$")
        .containsPattern(
            "(?m)^anilist_media_by_id +2 +50\\.00 %( +\\d)+ +[\\d.,]+ ms +[\\d.,]+ ms$")
        .containsPattern("(?m)^anilist_search +-( +-)+$")
        .containsPattern("(?m)^AniList +[\\d.,]+ of 6,000/min +1 +0 +closed +ready$");
  }

  @Test
  void statsWithoutRequestsSaysSo() {
    assertThat(run("stats").out()).contains("Hit ratio   - (no requests since the start)");
  }

  @Test
  void statsFitATerminalAndHaveColoursThereOnly() throws Exception {
    ask("/api/anilist/media/1");

    String terminal = runAnswering("", "stats").out();

    assertThat(terminal).contains(BOLD);
    assertThat(withoutColours(terminal)).allMatch(line -> line.length() <= 80);
    assertThat(run("stats").out()).doesNotContain("\033");
    assertThat(runIn(Map.of("NO_COLOR", "1"), "stats").out()).doesNotContain("\033");
  }

  @Test
  void statsInTheReadmeHaveTheShapeOfTheRealOnes() throws Exception {
    for (int i = 0; i < 4; i++) {
      ask("/api/anilist/media/1");
      ask("/api/anilist/search?q=night");
    }
    String readme = Files.readString(Path.of("..", "README.md"));
    String shown = readme.substring(readme.indexOf("Anyflix at http"), readme.indexOf("\n...\n"));

    // In 80 columns one more fits where the loads take less than 100 ms.
    Launch launch = new Launch(environment(), directory, new FakeTerminal(79, null));
    assertThat(shapes(withoutColours(CommandLineRun.of(launch, "stats").out())))
        .containsAll(shapes(shown.lines().toList()));
  }

  private static List<String> shapes(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll("[\\d.,]+", "N").replaceAll(" +", " "))
        .toList();
  }

  private static List<String> withoutColours(String text) {
    return text.replaceAll("\033\\[\\d+m", "").lines().toList();
  }

  @Test
  void watchRedrawsInPlace() {
    var screen = new ByteArrayOutputStream();
    var terminal =
        new OutputStream() {
          @Override
          public void write(int character) throws IOException {
            if (screen.toString(StandardCharsets.UTF_8).split(HOME, -1).length > 2) {
              throw new IOException("closed");
            }
            screen.write(character);
          }
        };

    AnyflixCommand.commandLine(new Launch(environment(), directory, new FakeTerminal(80, null)))
        .setOut(new PrintWriter(terminal, false, StandardCharsets.UTF_8))
        .execute("stats", "--watch=1");

    String first = screen.toString(StandardCharsets.UTF_8);
    assertThat(first).startsWith("\033[HAnyflix at ").endsWith("\033[J\033[H");
    assertThat(first.lines()).hasSizeGreaterThan(5);
    assertThat(first.substring(0, first.indexOf("\033[J")).lines())
        .allMatch(line -> line.endsWith("\033[K"));
  }

  @Test
  void statsJsonIsOneLine() throws Exception {
    CommandLineRun stats = run("stats", "--json");

    assertThat(stats.out().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(stats.out());
    assertThat(json.at("/cache_enabled").asBoolean()).isTrue();
    assertThat(json.at("/status").asText()).isEqualTo("active");
  }

  @Test
  void statsIgnoresOtherInvalidSettings() throws IOException {
    Files.writeString(
        directory.resolve(".env"),
        "REDIS_PORT=abc\nANILIST_MEDIA_TTL=-1\nPORT=1\nANYFLIX_URL="
            + service.app().url()
            + "/ # here\n");

    CommandLineRun stats = CommandLineRun.of(Map.of(), directory, "stats");

    assertThat(stats.err()).isEmpty();
    assertThat(stats.exitCode()).isZero();
  }

  @Test
  void clearReportsTheCountAndKnownPrefixes() throws Exception {
    ask("/api/anilist/media/1");

    assertThat(run("clear", "anilist"))
        .isEqualTo(new CommandLineRun(0, "Cleared anilist (1 entry)" + System.lineSeparator(), ""));
    assertThat(run("clear", "nonsense").exitCode()).isEqualTo(1);
    assertThat(run("clear", "nonsense").err())
        .startsWith("error: No operation has this prefix. Prefixes: ")
        .contains("tmdb_movie_details");
    assertThat(run("clear", "*/../flush?x").err()).startsWith("error: ").doesNotContain("Flushed");
    assertThat(run("clear").exitCode()).isEqualTo(2);
  }

  @Test
  void expireNamesThePrefixAndRefusesAnUnknownOne() throws Exception {
    ask("/api/anilist/media/1");

    CommandLineRun expired = run("expire", "anilist");
    assertThat(expired.exitCode()).isZero();
    assertThat(expired.out()).startsWith("Expired anilist");
    assertThat(run("expire", "nonsense").exitCode()).isEqualTo(1);
    assertThat(run("expire").exitCode()).isEqualTo(2);
  }

  @Test
  void flushNeedsAYes() throws Exception {
    ask("/api/anilist/media/1");

    for (String answer : new String[] {"", "n", "what?", null}) {
      CommandLineRun declined = runAnswering(answer, "flush");
      assertThat(declined.out()).startsWith("Aborted; nothing was flushed");
      assertThat(declined.exitCode()).isEqualTo(1);
    }
    assertThat(runAnswering(" Yes ", "flush").out()).startsWith("Flushed the cache (1 entry)");
  }

  @Test
  void flushWithoutATerminalNeedsTheYesOption() throws Exception {
    ask("/api/anilist/media/1");

    CommandLineRun unconfirmed = run("flush");
    assertThat(unconfirmed.exitCode()).isEqualTo(2);
    assertThat(unconfirmed.err()).contains("--yes");
    assertThat(run("flush", "--yes").out()).startsWith("Flushed the cache (1 entry)");
  }

  @Test
  void warmPrintsLinesWithoutATerminalAndABarOnOne() {
    CommandLineRun plain = run("warm");

    assertThat(plain.exitCode()).isZero();
    assertThat(plain.out())
        .containsPattern("(\\d+) of \\1")
        .containsPattern("Warmed [1-9]\\d+ entries, 0 failed\\R$")
        .doesNotContain("\r", "\033");
    assertThat(runAnswering("", "warm").out())
        .containsPattern("\r\\[#{30}] (\\d+) of \\1")
        .containsPattern("Warmed [1-9]\\d+ entries");
  }

  @Test
  void warmFailsIfNothingCouldBeLoaded() {
    service.restart(service.settings().with(SettingTable.UPSTREAM_TIMEOUT_MS, "1000"));
    service.upstream().close();

    CommandLineRun warm = run("warm");

    assertThat(warm.out()).containsPattern("Warmed 0 entries, [1-9]\\d+ failed");
    assertThat(warm.exitCode()).isEqualTo(1);
  }

  @Test
  void onlyTheRightTokenIsAccepted() {
    try (App guarded = App.with(service.settings().with(SettingTable.ADMIN_TOKEN, TOKEN)).start()) {
      String url = guarded.url().toString();
      Map<String, String> knowing = Map.of("ADMIN_TOKEN", TOKEN);

      assertThat(CommandLineRun.of(knowing, directory, "stats", "--url", url).exitCode()).isZero();
      assertThat(run("stats", "--url", url, "--token", TOKEN).exitCode()).isZero();
      CommandLineRun none = run("stats", "--url", url);
      assertThat(none.exitCode()).isEqualTo(1);
      assertThat(none.err()).contains("Set ADMIN_TOKEN or --token");
      CommandLineRun wrong = run("stats", "--watch=1", "--url", url, "--token", "wr0ng");
      assertThat(wrong.exitCode()).isEqualTo(1);
      assertThat(wrong.err()).contains("rejected the token").doesNotContain("wr0ng");
    }
  }
}
