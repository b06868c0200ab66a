/** TMDB: REST with a key. */
@NullMarked
package dev.anyflix.http.tmdb;

import org.jspecify.annotations.NullMarked;
