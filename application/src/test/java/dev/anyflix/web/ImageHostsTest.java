package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.settings.Setting;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ImageHostsTest {

  private static List<String> pictures(Map<String, String> settings) {
    return List.of(new ImageHosts(Settings.of(settings)).pictures().split(" "));
  }

  @Test
  void hostsOfEveryUpstreamWithADefaultAddressAreKnown() {
    Settings defaults = Settings.of(Map.of());

    assertThat(SettingTable.ALL)
        .filteredOn(
            setting ->
                defaults.get(setting) instanceof URI && !ImageHosts.KNOWN.containsKey(setting))
        .extracting(Setting::name)
        .as("upstreams that are missing in ImageHosts")
        .isEmpty();
  }

  @Test
  void configuredHostIsAddedToTheKnownOnes() {
    assertThat(pictures(Map.of()))
        .contains("https://image.tmdb.org", "https://*.archive.org")
        .doesNotContain("http://tv.example:8096");
    assertThat(
            pictures(
                Map.of(
                    "KITSU_URL", "https://proxy.example/kitsu",
                    "JELLYFIN_URL", "http://tv.example:8096/base")))
        .contains(
            "https://proxy.example",
            "https://media.kitsu.app",
            "http://tv.example:8096",
            "https://image.tmdb.org");
  }

  @Test
  void videosComeFromTheArchiveAndFromJellyfin() {
    assertThat(new ImageHosts(Settings.of(Map.of("JELLYFIN_URL", "http://tv.example"))).videos())
        .isEqualTo("http://tv.example https://*.archive.org https://archive.org");
  }
}
