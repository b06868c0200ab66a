package dev.anyflix.domain.media;

import org.jspecify.annotations.Nullable;

/**
 * One episode of a series.
 *
 * @param number its number in its season, or in the series where there are no seasons; 0 where the
 *     source counts so; null when unknown
 * @param seasonNumber the number of its season, 0 for specials; null when unknown
 * @param absoluteNumber its number in the whole series, from 1, or null when unknown
 * @param title its title, or null when unknown
 * @param description plain text, or null when there is none
 * @param airDate the day of its first broadcast, which may be to come, or null when unknown
 * @param durationMinutes its length in minutes, or null when unknown
 * @param still absolute URL of a picture, or null when there is none
 * @param score the mean rating, 0 to 100, or null when unrated
 */
public record Episode(
    @Nullable Integer number,
    @Nullable Integer seasonNumber,
    @Nullable Integer absoluteNumber,
    @Nullable String title,
    @Nullable String description,
    @Nullable PartialDate airDate,
    @Nullable Integer durationMinutes,
    @Nullable String still,
    @Nullable Double score) {

  public Episode {
    if (score != null && !(score >= 0 && score <= 100)) {
      throw new IllegalArgumentException("score must be 0 to 100: " + score);
    }
  }
}
