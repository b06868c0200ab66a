/** The settings: what can be set, how it is read, and what was set. */
@NullMarked
package dev.anyflix.config;

import org.jspecify.annotations.NullMarked;
