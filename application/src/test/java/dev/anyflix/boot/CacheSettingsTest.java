package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CacheSettingsTest {

  private static long memoryBytes(String mebibytes) {
    return CacheSettings.memoryBytes(Settings.of(Map.of("CACHE_MEMORY_MAX_MB", mebibytes)));
  }

  @Test
  void memoryTierTakesAtMostHalfOfTheHeap() {
    assertThat(memoryBytes("16")).isEqualTo(16L << 20);
    assertThat(memoryBytes("65536")).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
  }
}
