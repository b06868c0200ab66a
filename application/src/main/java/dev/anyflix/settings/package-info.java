/** The settings of the service: their table, parsing and validation. */
@NullMarked
package dev.anyflix.settings;

import org.jspecify.annotations.NullMarked;
