/** Cached operations: the table of what can be asked, and the read-through that answers it. */
@NullMarked
package dev.anyflix.core;

import org.jspecify.annotations.NullMarked;
