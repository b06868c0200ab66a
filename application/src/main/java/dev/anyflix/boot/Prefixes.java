package dev.anyflix.boot;

import dev.anyflix.settings.Settings;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The prefixes that clear and expire accept. */
public final class Prefixes {

  private Prefixes() {}

  /** The prefixes of all operations, and their first words, which cover several operations. */
  public static SortedSet<String> all() {
    Settings settings = Settings.of(Map.of());
    SortedSet<String> all = new TreeSet<>();
    for (String prefix : Sources.offline(settings).operations(settings).prefixes()) {
      all.add(prefix);
      all.add(prefix.substring(0, prefix.indexOf('_')));
    }
    return all;
  }
}
