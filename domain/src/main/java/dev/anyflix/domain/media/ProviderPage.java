package dev.anyflix.domain.media;

/**
 * Asks a content provider for one page of a list.
 *
 * @param page from 1 to {@value PageRequest#MAX_PAGE}
 */
public record ProviderPage(int page) {

  public ProviderPage {
    new Checks().range("page", page, 1, PageRequest.MAX_PAGE).done();
  }
}
