package dev.anyflix.domain.media;

import org.jspecify.annotations.Nullable;

/**
 * A medium named by another one: a relation or a recommendation.
 *
 * @param relation how it is related, in AniList's terms such as {@code SEQUEL}; null for a
 *     recommendation
 * @param id the id in this service, such as {@code anilist:1}
 * @param title the preferred title
 * @param kind what it is
 * @param format its format, or null when unknown
 * @param year the year of its start, or null when unknown
 * @param poster absolute URL, or null when there is none
 */
public record Related(
    @Nullable String relation,
    String id,
    String title,
    MediaKind kind,
    @Nullable MediaFormat format,
    @Nullable Integer year,
    @Nullable String poster) {}
