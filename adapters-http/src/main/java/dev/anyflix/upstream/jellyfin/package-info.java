/** The user's own Jellyfin server. */
@NullMarked
package dev.anyflix.upstream.jellyfin;

import org.jspecify.annotations.NullMarked;
