package dev.anyflix.domain.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches AniList's media by any mix of filters; a filter that is null or empty does not apply.
 *
 * @param q the title or a part of it, 1 to 200 characters, or null
 * @param type {@link MediaKind#ANIME} or {@link MediaKind#MANGA}, or null for both
 * @param format the format, or null
 * @param status the status of its release, or null
 * @param season the season it started in, or null
 * @param year the year of its season, 1900 to 2100, or null
 * @param genres genres that it must all have; the order does not matter
 * @param tags tags that it must all have; the order does not matter
 * @param sort the order; null means by relevance with {@code q}, else by popularity
 * @param adult whether to look among media for adults only (true) or the others (false)
 * @param page from 1 to {@value PageRequest#MAX_PAGE}
 * @param perPage from 1 to 50
 */
public record AniListSearch(
    @Nullable String q,
    @Nullable MediaKind type,
    @Nullable MediaFormat format,
    @Nullable MediaStatus status,
    @Nullable SeasonOfYear season,
    @Nullable Integer year,
    List<String> genres,
    List<String> tags,
    @Nullable MediaSort sort,
    boolean adult,
    int page,
    int perPage) {

  public AniListSearch {
    new Checks()
        .text("q", q)
        .range("year", year, 1900, 2100)
        .texts("genre", genres)
        .texts("tag", tags)
        .paging(page, PageRequest.MAX_PAGE, perPage)
        .done();
    if (type != null && type != MediaKind.ANIME && type != MediaKind.MANGA) {
      throw new InvalidRequestException(
          List.of(new InvalidRequestException.Problem("type", "must be ANIME or MANGA")));
    }
    genres = genres.stream().distinct().sorted().toList();
    tags = tags.stream().distinct().sorted().toList();
    if (sort == null) {
      sort = q == null ? MediaSort.POPULARITY_DESC : MediaSort.SEARCH_MATCH;
    }
  }
}
