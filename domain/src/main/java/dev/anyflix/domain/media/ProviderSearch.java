package dev.anyflix.domain.media;

/**
 * Searches a content provider by title.
 *
 * @param q the title or a part of it, 1 to 200 characters
 * @param page from 1 to {@value PageRequest#MAX_PAGE}
 */
public record ProviderSearch(String q, int page) {

  public ProviderSearch {
    new Checks().text("q", q).range("page", page, 1, PageRequest.MAX_PAGE).done();
  }
}
