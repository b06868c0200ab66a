/** The Internet Archive's feature films in the public domain. */
@NullMarked
package dev.anyflix.upstream.archive;

import org.jspecify.annotations.NullMarked;
