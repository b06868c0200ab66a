package dev.anyflix.domain.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of media.
 *
 * @param items the media of this page, in the upstream's order
 * @param page the page's number, from 1
 * @param perPage how many items a full page has at most
 * @param hasNextPage whether another page follows
 * @param total how many items all pages have, or null where the source does not say so reliably
 */
public record MediaPage(
    List<Media> items, int page, int perPage, boolean hasNextPage, @Nullable Integer total) {

  public MediaPage {
    items = List.copyOf(items);
    if (total != null && total < 0) {
      throw new IllegalArgumentException("total must not be negative: " + total);
    }
  }

  /** A page of a list whose length is unknown. */
  public MediaPage(List<Media> items, int page, int perPage, boolean hasNextPage) {
    this(items, page, perPage, hasNextPage, null);
  }
}
