/** Measures the service and its servers, each in a process of its own, on loopback. */
@NullMarked
package dev.anyflix.benchmarks;

import org.jspecify.annotations.NullMarked;
