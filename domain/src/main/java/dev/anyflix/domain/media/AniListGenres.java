package dev.anyflix.domain.media;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The genres and tags that AniList's media are searched by.
 *
 * @param genres the genres
 * @param tags the tags
 */
public record AniListGenres(List<String> genres, List<Tag> tags) {

  /**
   * A tag.
   *
   * @param name its name
   * @param category the group that it belongs to, or null when unknown
   * @param adult whether it is for media for adults only
   */
  public record Tag(String name, @Nullable String category, boolean adult) {

    public Tag {
      Objects.requireNonNull(name, "name");
    }
  }

  public AniListGenres {
    genres = List.copyOf(genres);
    tags = List.copyOf(tags);
  }
}
