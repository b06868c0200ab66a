package dev.anyflix.benchmarks.ids;

import dev.anyflix.domain.media.Media;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A search by title, as upstreams have it: what shares most pairs of letters comes first. */
final class TitleIndex {

  private static final int LIMIT = 20;
  private static final double LEAST_SHARED = 0.4;

  private record Name(Media media, int pairs) {}

  private final Map<String, List<Name>> names = new HashMap<>();

  void add(Media media) {
    Stream.of(media.title().preferred(), media.title().english(), media.title().original())
        .filter(Objects::nonNull)
        .distinct()
        .forEach(
            title -> {
              Set<String> pairs = pairs(title);
              Name name = new Name(media, pairs.size());
              pairs.forEach(
                  pair -> names.computeIfAbsent(pair, absent -> new ArrayList<>()).add(name));
            });
  }

  List<Media> search(String text) {
    Set<String> asked = pairs(text);
    Map<Name, Integer> shared = new HashMap<>();
    for (String pair : asked) {
      names.getOrDefault(pair, List.of()).forEach(name -> shared.merge(name, 1, Integer::sum));
    }
    return shared.entrySet().stream()
        .filter(entry -> likeness(entry, asked.size()) >= LEAST_SHARED)
        .sorted(Comparator.comparingDouble(entry -> -likeness(entry, asked.size())))
        .map(entry -> entry.getKey().media())
        .distinct()
        .limit(LIMIT)
        .toList();
  }

  /** The shared pairs among those of the shorter title, less for a longer one. */
  private static double likeness(Map.Entry<Name, Integer> entry, int asked) {
    int pairs = entry.getKey().pairs();
    double inShorter = (double) entry.getValue() / Math.min(asked, pairs);
    return inShorter - 0.01 * Math.abs(asked - pairs);
  }

  private static Set<String> pairs(String title) {
    String letters =
        Normalizer.normalize(title, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]", "");
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i + 1 < letters.length(); i++) {
      pairs.add(letters.substring(i, i + 2));
    }
    if (letters.length() == 1) {
      pairs.add(letters);
    }
    return pairs;
  }
}
