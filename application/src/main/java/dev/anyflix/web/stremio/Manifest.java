package dev.anyflix.web.stremio;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The description of the add-on.
 *
 * @param id the name of the add-on among all
 * @param version the version of the service
 * @param name what users see
 * @param description what users read before they install it
 * @param resources what it answers
 * @param types the types of its titles
 * @param idPrefixes how the ids begin that it knows
 * @param catalogs its lists
 */
record Manifest(
    String id,
    String version,
    String name,
    String description,
    List<String> resources,
    List<String> types,
    List<String> idPrefixes,
    List<CatalogEntry> catalogs) {

  /** A list. */
  record CatalogEntry(String type, String id, String name, List<Extra> extra) {}

  /**
   * A parameter of a list.
   *
   * @param name {@code search}, {@code genre} or {@code skip}
   * @param options the values that it may have; empty for any
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Extra(String name, List<String> options) {

    static Extra any(String name) {
      return new Extra(name, List.of());
    }
  }

  static Manifest of(String version, List<CatalogEntry> catalogs) {
    return new Manifest(
        "dev.anyflix",
        version,
        "Anyflix",
        "Films, series and anime from TMDB, AniList, the Internet Archive and your Jellyfin server",
        List.of("catalog", "meta", "stream"),
        List.of(MetaPreview.MOVIE, MetaPreview.SERIES),
        List.of(StremioId.IMDB_PREFIX, StremioId.OWN_PREFIX),
        catalogs);
  }
}
