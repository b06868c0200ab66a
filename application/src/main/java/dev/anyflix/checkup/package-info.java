/** What {@code doctor} looks at, one check per file. */
@NullMarked
package dev.anyflix.checkup;

import org.jspecify.annotations.NullMarked;
