/** Threads and futures: what the JDK lacks for the other packages of the service. */
@NullMarked
package dev.anyflix.core.concurrent;

import org.jspecify.annotations.NullMarked;
