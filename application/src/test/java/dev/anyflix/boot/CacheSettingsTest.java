package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CacheSettingsTest {

  private static long memoryBytes(String mebibytes) {
    return CacheSettings.memoryBytes(Settings.of(Map.of("CACHE_MEMORY_MAX_MB", mebibytes)));
  }

  @Test
  void memoryTierTakesAtMostHalfOfTheHeap() {
    try (var log = new CapturedLog()) {
      assertThat(memoryBytes("16")).isEqualTo(16L << 20);
      assertThat(log.warnings()).isEmpty();
      assertThat(memoryBytes("65536")).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("CACHE_MEMORY_MAX_MB is 65536, more than half of the heap");
    }
  }

  @Test
  void prefetchIsOnUnlessItIsTurnedOff() {
    assertThat(CacheSettings.policy(Settings.of(Map.of())).prefetch()).isTrue();
    assertThat(CacheSettings.policy(Settings.of(Map.of("CACHE_PREFETCH", "false"))).prefetch())
        .isFalse();
  }
}
