package dev.anyflix.domain.media;

/**
 * Asks TMDB for its genres.
 *
 * @param language the language of their names
 */
public record TmdbGenreList(LanguageTag language) {}
