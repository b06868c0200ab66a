/** The composition root, background jobs, metrics and checks. */
@NullMarked
package dev.anyflix.boot;

import org.jspecify.annotations.NullMarked;
