/** The smallest servers that answer as the service does, to measure it against. */
@NullMarked
package dev.anyflix.benchmarks.server;

import org.jspecify.annotations.NullMarked;
