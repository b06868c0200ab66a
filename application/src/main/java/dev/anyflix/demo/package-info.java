/**
 * The built-in upstream of the {@code demo} command: a small catalogue behind the APIs of AniList,
 * TMDB, Kitsu and the Internet Archive on loopback, with latency, rate limits, errors and outages
 * that can be switched on.
 */
@NullMarked
package dev.anyflix.demo;

import org.jspecify.annotations.NullMarked;
