package dev.anyflix.settings;

import dev.anyflix.domain.matching.EditDistance;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suggests the nearest known name for a misspelt one. Immutable. */
final class Spelling {

  private static final int SHORT_NAME = 7;
  private static final int MAX_EDITS = 2;

  private final List<String> known;

  Spelling(List<String> known) {
    this.known = List.copyOf(known);
  }

  /** Only the long names, because short ones are similar to many other words. */
  Spelling ofLongNames() {
    return new Spelling(known.stream().filter(name -> name.length() > SHORT_NAME).toList());
  }

  /** The nearest known name; empty if none is within two edits (one for short names). */
  Optional<String> nearest(String name) {
    String given = name.toUpperCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> isNear(given, candidate))
        .min(
            Comparator.comparingInt(
                candidate -> EditDistance.between(given, candidate, MAX_EDITS)));
  }

  private static boolean isNear(String given, String candidate) {
    int allowed = allowed(candidate);
    return EditDistance.between(given, candidate, allowed) <= allowed;
  }

  private static int allowed(String candidate) {
    return candidate.length() > SHORT_NAME ? MAX_EDITS : 1;
  }
}
