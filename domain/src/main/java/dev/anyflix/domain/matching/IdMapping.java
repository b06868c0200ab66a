package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.TitleId;
import java.util.concurrent.CompletableFuture;

/**
 * Links the ids of a title across sites with the data of the sources.
 *
 * <p>An id that a source tells comes before one that a match of titles suggests. A match of titles
 * links at a confidence of {@value #SURE} or more only. Thread safe.
 */
public final class IdMapping {

  /** The confidence from which a match of titles counts as sure. */
  public static final double SURE = 0.95;

  private IdMapping() {}

  /**
   * The ids of a title.
   *
   * @return completed exceptionally with a {@link dev.anyflix.domain.media.MediaSourceException}
   *     when no source knows the id, or when those failed that could
   */
  public static CompletableFuture<IdMap> map(TitleId id, IdSources sources) {
    return new IdWalk(id, sources).run();
  }
}
