/** The settings: what can be set, how it is read, and what was set. */
@NullMarked
package dev.anyflix.settings;

import org.jspecify.annotations.NullMarked;
