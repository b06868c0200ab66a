/** The command line, one command per file. */
@NullMarked
package dev.anyflix.cli;

import org.jspecify.annotations.NullMarked;
