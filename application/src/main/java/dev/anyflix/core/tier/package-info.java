/** The tiers of the cache: memory in front, the shared cache behind, and what guards it. */
@NullMarked
package dev.anyflix.core.tier;

import org.jspecify.annotations.NullMarked;
