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

    /** The popularity that the media are compared with, because each source has its own measure. */
    private double mostPopular() {
      return items.stream().mapToDouble(Found::popularity).max().orElse(0);
    }

    private static double popularity(Media media) {
      Double popularity = media.popularity();
      return popularity == null ? 0 : Math.max(0, popularity);
    }
  }

  /**
   * Merges and ranks media: the most alike to the text first, then the most popular.
   *
   * @param text what was searched for
   * @param found what each source found, the preferred source first
   * @param known the map of the ids of a medium, or null where none is known
   */
  public static List<Media> merge(
      String text, List<Found> found, Function<String, @Nullable IdMap> known) {
    NormalizedTitle asked = NormalizedTitle.parse(text);
    List<MergedTitle> titles = new ArrayList<>();
    for (Found each : found) {
      double most = each.mostPopular();
      for (Media media : each.items()) {
        var candidate =
            MergedTitle.of(
                each.source(),
                media,
                known.apply(media.id()),
                most > 0 ? Found.popularity(media) / most : 0);
        MergedTitle same =
            titles.stream()
                .filter(title -> each.hasCopies() || !title.has(each.source()))
                .filter(title -> title.isSame(candidate))
                .findFirst()
                .orElse(null);
        if (same == null) {
          titles.add(candidate);
        } else {
          same.add(candidate);
        }
      }
    }
    Comparator<MergedTitle> order =
        Comparator.comparingDouble((MergedTitle title) -> -title.likenessTo(asked))
            .thenComparingDouble(title -> -title.popularity());
    Stream<MergedTitle> ranked = titles.stream().sorted(order);
    return ranked.map(MergedTitle::media).toList();
  }
}
