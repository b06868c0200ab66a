package dev.anyflix.domain.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The medium that a title stands for.
 *
 * @param match the match, or null when no candidate is likely enough to be right
 * @param confidence how likely the best candidate is to be right, 0 to 1; 0 when there is none
 * @param season the number of the season that the title names, or null when the match is not a
 *     series or the title names none
 * @param candidates all media that were considered, the likeliest first
 */
public record TitleMatch(
    @Nullable Media match,
    double confidence,
    @Nullable Integer season,
    List<Candidate> candidates) {

  /** No match, because there is no candidate. */
  public static final TitleMatch NONE = new TitleMatch(null, 0, null, List.of());

  /**
   * A medium that was considered.
   *
   * @param id the id in this service, such as {@code tmdb:movie:603}
   * @param title the preferred title
   * @param year the year of its first release, or null when unknown
   * @param confidence how likely it is to be right, 0 to 1
   */
  public record Candidate(String id, String title, @Nullable Integer year, double confidence) {}

  public TitleMatch {
    candidates = List.copyOf(candidates);
  }
}
