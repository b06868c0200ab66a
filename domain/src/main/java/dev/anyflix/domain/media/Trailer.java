package dev.anyflix.domain.media;

/**
 * A trailer on a video site.
 *
 * @param site the site's name in lower case, such as {@code youtube}
 * @param url absolute URL of the page that plays it
 */
public record Trailer(String site, String url) {}
