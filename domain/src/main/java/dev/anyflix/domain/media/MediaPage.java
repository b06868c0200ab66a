package dev.anyflix.domain.media;

import java.util.List;

/**
 * One page of a list of media.
 *
 * @param items the media of this page, in the upstream's order
 * @param page the page's number, from 1
 * @param perPage how many items a full page has at most
 * @param hasNextPage whether another page follows
 */
public record MediaPage(List<Media> items, int page, int perPage, boolean hasNextPage) {

  public MediaPage {
    items = List.copyOf(items);
  }
}
