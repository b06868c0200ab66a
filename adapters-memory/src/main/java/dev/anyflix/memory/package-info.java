/** The memory tier, on Caffeine. */
@NullMarked
package dev.anyflix.memory;

import org.jspecify.annotations.NullMarked;
