package dev.anyflix.domain.media;

/**
 * Asks for one page of a list that takes no other parameter.
 *
 * @param page from 1 to {@value #MAX_PAGE}
 * @param perPage from 1 to 50
 */
public record PageRequest(int page, int perPage) {

  /** The last page that can be asked for. */
  public static final int MAX_PAGE = 10_000;

  /** The size of a page when none is asked for. */
  public static final int DEFAULT_PER_PAGE = 20;

  /** The size of the largest page. */
  public static final int MAX_PER_PAGE = 50;

  public PageRequest {
    new Checks().paging(page, MAX_PAGE, perPage).done();
  }
}
