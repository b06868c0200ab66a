package dev.anyflix.domain.media;

/**
 * A page about a medium elsewhere.
 *
 * @param site the site's name as its owner writes it
 * @param url absolute URL
 */
public record Link(String site, String url) {}
