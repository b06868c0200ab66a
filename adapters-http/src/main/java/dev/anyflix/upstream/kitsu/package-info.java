/** Kitsu's anime: JSON:API. */
@NullMarked
package dev.anyflix.upstream.kitsu;

import org.jspecify.annotations.NullMarked;
