/** The cache that instances share, on Redis. */
@NullMarked
package dev.anyflix.redis;

import org.jspecify.annotations.NullMarked;
