package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FailureLogTest {

  private final FailureLog failureLog = new FailureLog(new ManualClock());
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aReasonIsToldOnceHoweverManyLoadsFail() {
    for (int i = 0; i < 100; i++) {
      failureLog.failed(new MediaSourceException(Kind.TIMED_OUT, "AniList took too long"));
      failureLog.failed(new MediaSourceException(Kind.UNAVAILABLE, "TMDB is down"));
    }

    assertThat(lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("WARN") && line.contains("AniList took too long"))
        .anyMatch(line -> line.contains("WARN") && line.contains("TMDB is down"));
  }

  @Test
  void whatAPersonHasToMendIsAnError() {
    failureLog.failed(new MediaSourceException(Kind.REJECTED, "TMDB refused the key"));

    assertThat(lines()).singleElement().asString().contains("ERROR", "TMDB refused the key");
  }
}
