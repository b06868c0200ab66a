package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.Media;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges what several sources found for one text into one list without duplicates.
 *
 * <p>Two media are the same title when they share an id, by their own external ids or by a known
 * map of ids, or when form and year are the same and their names are at least {@value
 * IdMapping#SURE} alike. Media of one source are different titles, unless the source may have
 * copies. The first medium of a title stands for it, with the ids of the others among its external
 * ids.
 */
public final class SearchMerge {

  private SearchMerge() {}

  /**
   * What one source found.
   *
   * @param source the id of the source
   * @param hasCopies whether it may have one title several times
   * @param items the media in the order of the source
   */
  public record Found(String source, boolean hasCopies, List<Media> items) {

    public Found {
      items = List.copyOf(items);
    }

    private List<Candidate> candidates(Function<String, @Nullable IdMap> known) {
      double most = items.stream().mapToDouble(Found::popularity).max().orElse(0);
      return items.stream()
          .map(
              media ->
                  new Candidate(
                      MergedTitle.of(
                          source,
                          media,
                          known.apply(media.id()),
                          most > 0 ? popularity(media) / most : 0),
                      source,
                      hasCopies))
          .toList();
    }

    private static double popularity(Media media) {
      Double popularity = media.popularity();
      return popularity == null ? 0 : Math.max(0, popularity);
    }
  }

  /** A medium that may be the same title as others. */
  private record Candidate(MergedTitle title, String source, boolean hasCopies) {

    boolean isIn(MergedTitle other) {
      return other.hasMedium(title) || ((hasCopies || !other.has(source)) && other.isSame(title));
    }
  }

  /** Merges and ranks the media of a first page. */
  public static List<Media> merge(
      String text, List<Found> found, Function<String, @Nullable IdMap> known) {
    return merge(text, found, List.of(), known);
  }

  /**
   * Merges and ranks media: the most alike to the text first, then the most popular.
   *
   * @param text what was searched for
   * @param found what each source found, the preferred source first
   * @param earlier what the sources found for earlier pages, whose titles are left out
   * @param known the map of the ids of a medium, or null where none is known
   */
  public static List<Media> merge(
      String text,
      List<Found> found,
      List<Found> earlier,
      Function<String, @Nullable IdMap> known) {
    List<MergedTitle> titles = new ArrayList<>();
    for (Candidate candidate : candidates(found, known)) {
      titles.stream()
          .filter(candidate::isIn)
          .findFirst()
          .ifPresentOrElse(
              same -> same.add(candidate.title()), () -> titles.add(candidate.title()));
    }
    List<Candidate> shown = candidates(earlier, known);
    NormalizedTitle asked = NormalizedTitle.parse(text);
    Comparator<MergedTitle> order =
        Comparator.comparingDouble((MergedTitle title) -> -title.likenessTo(asked))
            .thenComparingDouble(title -> -title.popularity());
    Stream<MergedTitle> ranked =
        titles.stream()
            .filter(title -> shown.stream().noneMatch(each -> each.isIn(title)))
            .sorted(order);
    return ranked.map(MergedTitle::media).toList();
  }

  private static List<Candidate> candidates(
      List<Found> found, Function<String, @Nullable IdMap> known) {
    return found.stream().flatMap(each -> each.candidates(known).stream()).toList();
  }
}
