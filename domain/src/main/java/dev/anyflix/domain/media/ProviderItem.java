package dev.anyflix.domain.media;

/**
 * Asks a content provider for one medium.
 *
 * @param id the provider's own id, 1 to 200 characters
 */
public record ProviderItem(String id) {

  public ProviderItem {
    new Checks().text("id", id).done();
  }
}
