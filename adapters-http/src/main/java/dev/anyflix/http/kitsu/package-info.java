/** Kitsu's anime: JSON:API. */
@NullMarked
package dev.anyflix.http.kitsu;

import org.jspecify.annotations.NullMarked;
