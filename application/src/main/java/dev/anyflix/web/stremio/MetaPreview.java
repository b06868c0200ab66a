package dev.anyflix.web.stremio;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A title in a catalog of the protocol.
 *
 * @param id the id of the add-on
 * @param type {@code movie} or {@code series}
 * @param name its name
 * @param poster absolute URL of the upright picture, or null
 * @param background absolute URL of the wide picture, or null
 * @param logo absolute URL of the title as a picture, or null
 * @param description plain text, or null
 * @param releaseInfo its year or years: {@code 2008-2013}, {@code 2020-}; or null
 * @param genres its genres
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MetaPreview(
    String id,
    String type,
    String name,
    @Nullable String poster,
    @Nullable String background,
    @Nullable String logo,
    @Nullable String description,
    @Nullable String releaseInfo,
    List<String> genres) {

  static final String MOVIE = "movie";
  static final String SERIES = "series";

  static MetaPreview of(Media media) {
    return new MetaPreview(
        StremioId.of(media),
        type(media),
        media.title().preferred(),
        media.images().poster(),
        media.images().backdrop(),
        media.images().logo(),
        media.description(),
        releaseInfo(media),
        media.genres());
  }

  /** The protocol's type of a medium. */
  static String type(Media media) {
    boolean isSeries =
        media.kind() == MediaKind.SERIES
            || (media.kind() == MediaKind.ANIME && media.format() != MediaFormat.MOVIE);
    return isSeries ? SERIES : MOVIE;
  }

  private static @Nullable String releaseInfo(Media media) {
    Integer start = media.year();
    if (start == null || type(media).equals(MOVIE)) {
      return start == null ? null : start.toString();
    }
    if (media.status() == MediaStatus.RELEASING) {
      return start + "-";
    }
    Integer end = media.endDate() == null ? null : media.endDate().year();
    return end == null || end.equals(start) ? start.toString() : start + "-" + end;
  }
}
