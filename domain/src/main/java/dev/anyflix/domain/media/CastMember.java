package dev.anyflix.domain.media;

import org.jspecify.annotations.Nullable;

/**
 * A role and who plays or voices it.
 *
 * @param character the character's name, or null when unknown
 * @param person the name of the actor or voice actor, or null when unknown
 * @param role how large the role is, such as {@code MAIN}, or null when unknown
 * @param image absolute URL of a picture of either, or null when there is none
 */
public record CastMember(
    @Nullable String character,
    @Nullable String person,
    @Nullable String role,
    @Nullable String image) {}
