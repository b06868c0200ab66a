/** The service put together: the entry point and the composition root. */
@NullMarked
package dev.anyflix.boot;

import org.jspecify.annotations.NullMarked;
