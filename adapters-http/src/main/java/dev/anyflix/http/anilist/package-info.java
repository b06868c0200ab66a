/** AniList: GraphQL over POST. */
@NullMarked
package dev.anyflix.http.anilist;

import org.jspecify.annotations.NullMarked;
