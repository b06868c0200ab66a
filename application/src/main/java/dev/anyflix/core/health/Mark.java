package dev.anyflix.core.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that charts show.
 *
 * @param kind {@code clear}, {@code expire}, {@code flush}, {@code redis} or {@code upstream}
 * @param text what happened: {@code Cleared anilist}, {@code AniList unavailable}
 * @param at when it happened or began
 * @param until when it ended; null for an outage that lasts
 */
public record Mark(String kind, String text, Instant at, @Nullable Instant until) {}
