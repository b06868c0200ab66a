/** The checks of the {@code doctor} command. */
@NullMarked
package dev.anyflix.boot.doctor;

import org.jspecify.annotations.NullMarked;
