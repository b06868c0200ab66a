package dev.anyflix.core.health;

import java.util.Locale;

/** How well the service works, from best to worst. */
public enum Level {
  OK,
  /** Something is unavailable or some requests fail; most are answered. */
  DEGRADED,
  /** At least half of the requests for a source fail. */
  FAILING;

  /** The first word of the summary: {@code Degraded}. */
  String word() {
    return this == OK ? "OK" : name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
