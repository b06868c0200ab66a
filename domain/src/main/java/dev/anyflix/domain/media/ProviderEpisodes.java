package dev.anyflix.domain.media;

/**
 * Asks a content provider for one page of the episodes of a series.
 *
 * @param id the provider's own id of the series, 1 to 200 characters
 * @param page from 1 to {@value PageRequest#MAX_PAGE}
 */
public record ProviderEpisodes(String id, int page) {

  public ProviderEpisodes {
    new Checks().text("id", id).range("page", page, 1, PageRequest.MAX_PAGE).done();
  }
}
