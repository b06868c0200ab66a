package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.Media;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the copies of a title among what a provider has. */
public final class StreamMatching {

  private static final int MAX_COPIES = 3;

  private StreamMatching() {}

  /**
   * A copy of a title.
   *
   * @param media the provider's medium
   * @param confidence how likely it is to be the title, {@value IdMapping#SURE} to 1, which is a
   *     shared id
   */
  public record Copy(Media media, double confidence) {}

  /**
   * The copies of a title, the surest first: those that share an id with it, or its form, year and
   * name. At most {@value #MAX_COPIES}.
   *
   * @param map the known map of its ids, or null
   */
  public static List<Copy> copiesOf(Media title, @Nullable IdMap map, List<Media> candidates) {
    MergedTitle wanted = MergedTitle.of(title.source(), title, map, 0);
    List<Copy> copies = new ArrayList<>();
    for (Media candidate : candidates) {
      Double confidence = wanted.sameness(MergedTitle.of(candidate.source(), candidate, null, 0));
      if (confidence != null) {
        copies.add(new Copy(candidate, confidence));
      }
    }
    copies.sort(Comparator.comparingDouble(copy -> -copy.confidence()));
    return copies.subList(0, Math.min(MAX_COPIES, copies.size()));
  }
}
