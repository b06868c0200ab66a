package dev.anyflix.domain.media;

/**
 * The id that a site has for a medium.
 *
 * @param site the site by the name that {@link Media#externalIds()} has for it, such as {@code mal}
 * @param id the site's own id, 1 to 200 characters
 */
public record ExternalId(String site, String id) {

  public ExternalId {
    new Checks().text("site", site).text("id", id).done();
  }
}
