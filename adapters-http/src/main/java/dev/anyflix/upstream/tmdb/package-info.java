/** TMDB: REST with a key. */
@NullMarked
package dev.anyflix.upstream.tmdb;

import org.jspecify.annotations.NullMarked;
