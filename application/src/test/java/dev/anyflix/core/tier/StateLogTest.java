package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StateLogTest {

  private final ManualClock clock = new ManualClock();
  private final StateLog state = new StateLog("Redis", clock);
  @AutoClose private final CapturedLog log = new CapturedLog();

  @ParameterizedTest
  @CsvSource({"0, 1 s", "59, 59 s", "60, 1 min 0 s", "3671, 61 min 11 s"})
  void endOfAnOutageTellsHowLongItLasted(long seconds, String lasted) {
    state.unavailable("refused", null);
    clock.advance(Duration.ofSeconds(seconds));
    state.available("connected");

    assertThat(log.text()).contains("Redis in use after " + lasted + ": connected");
  }

  @Test
  void reasonIsTheLatestAndTheTimeThatOfTheBegin() {
    state.unavailable("refused", "start it");
    var begin = clock.instant();
    clock.advance(Duration.ofMinutes(1));
    state.unavailable("no answer", "wait");

    assertThat(state.condition(SharedState.DOWN))
        .isEqualTo(new StateLog.Condition("no answer", "wait", begin));
    assertThat(log.text()).containsOnlyOnce("unavailable");
  }

  @Test
  void restrictionEndsWithTheSession() {
    state.partial("shard away", null);
    assertThat(state.condition(SharedState.RESTRICTED).reason()).isEqualTo("shard away");
    state.unrestricted();

    assertThat(state.condition(SharedState.RESTRICTED)).isNull();
    assertThat(log.text()).contains("Connected to all shards of Redis");
  }
}
