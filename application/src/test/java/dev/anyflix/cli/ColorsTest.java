package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.doctor.CheckResult.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColorsTest {

  @Test
  void statusIsColouredOnATerminal() {
    Colors colors = Colors.of(new FakeTerminal(80, null), Map.of("NO_COLOR", ""));

    assertThat(colors.of(Status.FAIL).apply("FAIL")).isEqualTo("\033[31mFAIL\033[0m");
    assertThat(colors.bold("x")).startsWith("\033[1m");
  }

  @Test
  void noColorAndPipesDisableColours() {
    assertThat(Colors.of(new FakeTerminal(80, null), Map.of("NO_COLOR", "1")).enabled()).isFalse();
    assertThat(Colors.of(Terminal.NONE, Map.of()).bold("x")).isEqualTo("x");
  }
}
