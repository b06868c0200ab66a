/** The precision and recall of the map of ids. */
@NullMarked
package dev.anyflix.benchmarks.ids;

import org.jspecify.annotations.NullMarked;
