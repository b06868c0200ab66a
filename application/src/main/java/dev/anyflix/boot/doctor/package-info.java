/** What {@code doctor} looks at, one check per file. */
@NullMarked
package dev.anyflix.boot.doctor;

import org.jspecify.annotations.NullMarked;
