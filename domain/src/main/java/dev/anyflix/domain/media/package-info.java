/** The media model, the requests that ask for it and the ports that answer them. */
@NullMarked
package dev.anyflix.domain.media;

import org.jspecify.annotations.NullMarked;
