package dev.anyflix.domain.media;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The next episode to air.
 *
 * @param number its number, from 1, or null when unknown
 * @param airsAt when it airs; midnight UTC when only the day is known
 */
public record NextEpisode(@Nullable Integer number, Instant airsAt) {}
