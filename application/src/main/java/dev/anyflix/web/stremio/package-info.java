/** The Stremio add-on protocol over the cached operations. */
@NullMarked
package dev.anyflix.web.stremio;

import org.jspecify.annotations.NullMarked;
