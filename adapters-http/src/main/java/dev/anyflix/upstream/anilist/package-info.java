/** AniList: GraphQL over POST. */
@NullMarked
package dev.anyflix.upstream.anilist;

import org.jspecify.annotations.NullMarked;
