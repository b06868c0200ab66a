package dev.anyflix.web;

import dev.anyflix.settings.Setting;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The hosts of pictures and videos in answers, as sources of a content security policy: the hosts
 * that a service is known to use, and the configured host where a setting names another one.
 */
final class ImageHosts {

  private static final List<String> ARCHIVE =
      List.of("https://archive.org", "https://*.archive.org");
  static final Map<Setting<URI>, List<String>> KNOWN =
      Map.of(
          SettingTable.ANILIST_URL, List.of("https://s4.anilist.co"),
          SettingTable.TMDB_URL, List.of("https://image.tmdb.org"),
          SettingTable.KITSU_URL, List.of("https://media.kitsu.app", "https://media.kitsu.io"),
          SettingTable.INTERNET_ARCHIVE_URL, ARCHIVE);

  private final Settings settings;

  ImageHosts(Settings settings) {
    this.settings = settings;
  }

  /** The hosts of pictures, separated by spaces. */
  String pictures() {
    return join(KNOWN.keySet());
  }

  /** The hosts of videos, separated by spaces. */
  String videos() {
    return join(List.of(SettingTable.INTERNET_ARCHIVE_URL));
  }

  private String join(Collection<Setting<URI>> sources) {
    var hosts = new TreeSet<String>();
    for (Setting<URI> source : sources) {
      hosts.addAll(KNOWN.getOrDefault(source, List.of()));
      if (settings.origin(source) != Settings.Origin.DEFAULT) {
        hosts.add(originOf(settings.get(source)));
      }
    }
    URI jellyfin = settings.get(SettingTable.JELLYFIN_URL);
    if (jellyfin != null) {
      hosts.add(originOf(jellyfin));
    }
    return String.join(" ", hosts);
  }

  private static String originOf(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority();
  }
}
