package dev.anyflix.domain.media;

/**
 * Asks for one medium by the upstream's numeric id.
 *
 * @param id 1 to 2147483647
 */
public record MediaById(int id) {

  public MediaById {
    new Checks().range("id", id, 1, Integer.MAX_VALUE).done();
  }
}
