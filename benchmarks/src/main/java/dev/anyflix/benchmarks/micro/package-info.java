/** JMH benchmarks of the pieces that a request goes through. */
@NullMarked
package dev.anyflix.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
