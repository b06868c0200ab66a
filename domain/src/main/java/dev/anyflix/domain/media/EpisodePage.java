package dev.anyflix.domain.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the episodes of a series.
 *
 * @param items the episodes of this page, in the order of broadcast
 * @param page the page's number, from 1
 * @param perPage how many items a full page has at most
 * @param hasNextPage whether another page follows
 * @param total how many items all pages have, or null where the source does not say so reliably
 */
public record EpisodePage(
    List<Episode> items, int page, int perPage, boolean hasNextPage, @Nullable Integer total) {

  public EpisodePage {
    items = List.copyOf(items);
    if (total != null && total < 0) {
      throw new IllegalArgumentException("total must not be negative: " + total);
    }
  }
}
