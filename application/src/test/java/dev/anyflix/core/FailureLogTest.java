package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.domain.testing.ManualClock;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class FailureLogTest {

  private final FailureLog failureLog = new FailureLog(new ManualClock());
  @AutoClose private final CapturedLog log = new CapturedLog();

  @Test
  void aReasonIsToldOnceHoweverManyLoadsFail() {
    for (int i = 0; i < 100; i++) {
      failureLog.failed(new MediaSourceException(Kind.TIMED_OUT, "AniList took too long"));
      failureLog.failed(new MediaSourceException(Kind.UNAVAILABLE, "TMDB is down"));
    }

    assertThat(log.lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("WARN") && line.contains("AniList took too long"))
        .anyMatch(line -> line.contains("WARN") && line.contains("TMDB is down"));
  }

  @Test
  void whatAPersonHasToMendIsAnError() {
    failureLog.failed(new MediaSourceException(Kind.REJECTED, "TMDB refused the key"));

    assertThat(log.lines()).singleElement().asString().contains("ERROR", "TMDB refused the key");
  }
}
