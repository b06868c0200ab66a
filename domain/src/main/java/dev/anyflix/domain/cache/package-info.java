/** The cache as a port: keys, entries, and the two kinds of cache. */
@NullMarked
package dev.anyflix.domain.cache;

import org.jspecify.annotations.NullMarked;
