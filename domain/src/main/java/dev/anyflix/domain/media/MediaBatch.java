package dev.anyflix.domain.media;

import java.util.List;

/**
 * Asks for several media by the upstream's numeric ids.
 *
 * @param ids 1 to 50 different ids, each from 1 to 2147483647
 */
public record MediaBatch(List<Integer> ids) {

  /** The most ids of one batch. */
  public static final int MAX_IDS = 50;

  public MediaBatch {
    ids = List.copyOf(ids);
    Checks checks = new Checks().distinct("ids", ids, MAX_IDS);
    ids.forEach(id -> checks.range("ids", id, 1, Integer.MAX_VALUE));
    checks.done();
  }
}
