package dev.anyflix.core.tier;

import java.util.Locale;

/** Where a cached entry was found. */
public enum Tier {
  MEMORY,
  REDIS;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name in headers, statistics and metrics. */
  public String label() {
    return label;
  }
}
