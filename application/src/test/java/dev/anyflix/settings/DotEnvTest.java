package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "A=1 ~ 1",
        "A = 1 ~ 1",
        "export A=1 ~ 1",
        "A=1      # one minute ~ 1",
        "A=1\t# one minute ~ 1",
        "A=pass#word ~ pass#word",
        "A=#word ~ #word",
        "A=redis://:p#q@host:1/0 # here ~ redis://:p#q@host:1/0",
        "A=b=c== ~ b=c==",
        "A=it's \"so\" ~ it's \"so\"",
        "A=\"pass # word\" ~ pass # word",
        "A='pass # word'   # kept ~ pass # word",
        "A=\"say \\\"hi\\\" \\\\ \\n\" ~ say \"hi\" \\ \\n",
        "A='back\\slash' ~ back\\slash",
        "A= ~ ``",
        "A=   # nothing ~ ``",
        "A=\"\" ~ ``",
        "A=$HOME ~ $HOME",
      })
  void lineIsParsed(String line, String value) {
    DotEnv read = DotEnv.parse(line);

    assertThat(read.problems()).isEmpty();
    assertThat(read.values()).isEqualTo(Map.of("A", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void allLineEndingsAndAByteOrderMarkAreAccepted(String end) {
    DotEnv read = DotEnv.parse("\uFEFFA=1" + end + end + "  # a comment" + end + "B=2 # two" + end);

    assertThat(read.problems()).isEmpty();
    assertThat(read.values()).isEqualTo(Map.of("A", "1", "B", "2"));
  }

  @Test
  void malformedLineIsReportedByNumberWithoutItsContent() {
    DotEnv read = DotEnv.parse("A=1\nhunter2\n\n=x\nB=\"open\nC='a'b\n1D=2\n");

    assertThat(read.problems())
        .containsExactly(
            ".env line 2: must be NAME=value",
            ".env line 4: must be NAME=value",
            ".env line 5: B must end with the quote that it starts with",
            ".env line 6: C must end with the quote that it starts with",
            ".env line 7: must be NAME=value");
    assertThat(read.values()).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void repeatedNameTakesTheLastLineWithAWarning() {
    DotEnv read = DotEnv.parse("A=1\nA=2\n");

    assertThat(read.values()).isEqualTo(Map.of("A", "2"));
    assertThat(read.warnings())
        .containsExactly(".env line 2: A is set again; this line takes effect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "'", ""})
  void longValueIsRead(String quote) {
    String value = "x\\\\ ".repeat(50_000) + "x";

    DotEnv read = DotEnv.parse("A=" + quote + value + quote + "\nB=" + quote + value);

    assertThat(read.values().get("A")).hasSizeGreaterThan(100_000);
  }

  @Test
  void noBreakSpaceIsNamed() {
    assertThat(DotEnv.parse("A\u00a0=1\nB='x'\u00a0\n").problems())
        .containsExactly(
            ".env line 1: must be NAME=value; contains U+00A0 NO-BREAK SPACE",
            ".env line 2: B must end with the quote that it starts with;"
                + " contains U+00A0 NO-BREAK SPACE");
  }

  @Test
  void missingFileIsEmpty(@TempDir Path directory) {
    DotEnv read = DotEnv.read(directory.resolve(".env"));

    assertThat(read.values()).isEmpty();
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void fileThatIsNotUtf8IsAProblem(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve(".env"), new byte[] {'A', '=', (byte) 0xFF});

    assertThat(DotEnv.read(file).problems()).containsExactly(".env: cannot be read as UTF-8 text");
  }

  @Test
  void directoryIsAProblem(@TempDir Path directory) {
    assertThat(DotEnv.read(directory).problems())
        .containsExactly(".env: cannot be read as UTF-8 text");
  }
}
