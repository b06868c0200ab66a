/** The user's own Jellyfin server. */
@NullMarked
package dev.anyflix.http.jellyfin;

import org.jspecify.annotations.NullMarked;
