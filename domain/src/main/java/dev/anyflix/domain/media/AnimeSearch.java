package dev.anyflix.domain.media;

/**
 * Searches AniList's anime by title.
 *
 * @param q the title or a part of it, 1 to 200 characters
 * @param page from 1 to {@value PageRequest#MAX_PAGE}
 * @param perPage from 1 to 50
 */
public record AnimeSearch(String q, int page, int perPage) {

  public AnimeSearch {
    new Checks().text("q", q).paging(page, PageRequest.MAX_PAGE, perPage).done();
  }
}
