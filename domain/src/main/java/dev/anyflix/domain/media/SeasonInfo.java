package dev.anyflix.domain.media;

import org.jspecify.annotations.Nullable;

/**
 * One season of a series, without its episodes.
 *
 * @param id this service's id, by which a {@link Season} with the episodes is found, or null where
 *     the source has none
 * @param number its number; 0 for specials
 * @param name its name
 * @param episodes how many episodes it has, or null when unknown
 * @param airDate the day of its first episode, or null when unknown
 * @param poster absolute URL, or null when there is none
 */
public record SeasonInfo(
    @Nullable String id,
    int number,
    String name,
    @Nullable Integer episodes,
    @Nullable PartialDate airDate,
    @Nullable String poster) {}
