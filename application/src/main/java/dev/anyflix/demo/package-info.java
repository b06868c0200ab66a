/**
 * The built-in upstream of the {@code demo} command: imitations of AniList, TMDB, Kitsu and the
 * Internet Archive on loopback, with configurable latency, rate limits, errors and outages.
 */
@NullMarked
package dev.anyflix.demo;

import org.jspecify.annotations.NullMarked;
