/** Rate limits of upstream services, within one instance and across a fleet. */
@NullMarked
package dev.anyflix.domain.budget;

import org.jspecify.annotations.NullMarked;
