/** The health of the service: what fails, why, since when, and what happened in the last hour. */
@NullMarked
package dev.anyflix.core.health;

import org.jspecify.annotations.NullMarked;
