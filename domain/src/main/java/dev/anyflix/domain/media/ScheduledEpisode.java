package dev.anyflix.domain.media;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An episode in a schedule.
 *
 * @param airsAt when it airs
 * @param number its number, from 1, or null when unknown
 * @param media the series that it belongs to
 */
public record ScheduledEpisode(Instant airsAt, @Nullable Integer number, Media media) {

  public ScheduledEpisode {
    Objects.requireNonNull(airsAt, "airsAt");
    Objects.requireNonNull(media, "media");
  }
}
