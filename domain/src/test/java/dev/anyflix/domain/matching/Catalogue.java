package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeTmdb;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Films and series that are easily confused, with a search as generous as a search site's: whatever
 * shares a word, the beginning of a word, or the beginning of the name with the text.
 */
final class Catalogue {

  private static final int PREFIX = 4;
  private static final Set<String> COMMON =
      Set.of("the", "a", "an", "of", "and", "in", "to", "la", "le", "part", "season");

  private final List<Media> media;
  private final Map<String, Set<String>> keysById;

  /** By the number of the medium. */
  private final Map<Integer, List<String>> alternativeTitles = new HashMap<>();

  private Catalogue(List<List<String>> rows) {
    media = IntStream.range(0, rows.size()).mapToObj(i -> media(rows.get(i), i + 1)).toList();
    for (int i = 0; i < rows.size(); i++) {
      String titles = optional(rows.get(i), 7);
      if (titles != null) {
        alternativeTitles.put(i + 1, List.of(titles.split("\\|", -1)));
      }
    }
    keysById = media.stream().collect(Collectors.toMap(Media::id, this::keys));
  }

  static Catalogue read() {
    return new Catalogue(rows("catalogue.tsv"));
  }

  /** The rows of a file of tab-separated values, without its comments. */
  static List<List<String>> rows(String file) {
    try (InputStream in = Catalogue.class.getResourceAsStream("/matching/" + file)) {
      String text =
          new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("# "))
          .map(line -> List.of(line.split("\t", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Media> all() {
    return media;
  }

  int size() {
    return media.size();
  }

  boolean has(String id) {
    return media.stream().anyMatch(each -> each.id().equals(id));
  }

  /** All that shares a word with the text, those with the most shared words first. */
  List<Media> search(String text, Set<String> without) {
    Set<String> keys = keys(text);
    return media.stream()
        .filter(each -> !without.contains(each.id()))
        .filter(each -> shared(each, keys) > 0)
        .sorted(
            Comparator.comparingLong((Media each) -> -shared(each, keys))
                .thenComparing(Media::popularity, Comparator.reverseOrder()))
        .toList();
  }

  private long shared(Media each, Set<String> keys) {
    return keysById.getOrDefault(each.id(), Set.of()).stream().filter(keys::contains).count();
  }

  private Set<String> keys(Media media) {
    Title title = media.title();
    Set<String> keys = keys(title.preferred());
    keys.addAll(keys(Objects.requireNonNullElse(title.original(), title.preferred())));
    alternativeTitles
        .getOrDefault(Integer.valueOf(media.sourceId()), List.of())
        .forEach(alternative -> keys.addAll(keys(alternative)));
    return keys;
  }

  private static Set<String> keys(String name) {
    List<String> words = Folding.words(name);
    return Stream.concat(
            Stream.of(String.join("", words)),
            words.stream().filter(word -> !COMMON.contains(word)))
        .map(Catalogue::start)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String start(String word) {
    int length = word.codePoints().anyMatch(letter -> letter >= 0x2e80) ? 2 : PREFIX;
    return word.substring(0, Math.min(length, word.length()));
  }

  /** TMDB with this catalogue: pages of 20. */
  FakeTmdb tmdb(Set<String> without) {
    return new FakeTmdb(
        (detail, call) -> {
          throw new MediaSourceException(MediaSourceException.Kind.NOT_FOUND, "No details.");
        },
        (search, call) -> Answer.of(page(search(search.q(), without))),
        (search, call) ->
            Answer.of(
                page(
                    search(search.q(), without).stream()
                        .filter(media -> media.kind() == search.type())
                        .filter(
                            media -> search.year() == null || search.year().equals(media.year()))
                        .toList())),
        (detail, call) -> Answer.of(alternativeTitles.getOrDefault(detail.id(), List.of())));
  }

  private static MediaPage page(List<Media> found) {
    List<Media> first = found.stream().limit(20).toList();
    return new MediaPage(first, 1, 20, found.size() > first.size());
  }

  private static Media media(List<String> row, int number) {
    MediaKind kind = row.get(1).equals("M") ? MediaKind.MOVIE : MediaKind.SERIES;
    String original = row.get(5).equals("-") ? row.get(4) : row.get(5);
    return Media.builder(
            row.get(0),
            "tmdb",
            Integer.toString(number),
            kind,
            new Title(row.get(4), null, null, null, original))
        .year(Integer.valueOf(row.get(2)))
        .popularity(Double.valueOf(row.get(3)))
        .country(optional(row, 6))
        .build();
  }

  private static @Nullable String optional(List<String> row, int column) {
    return row.size() <= column || row.get(column).equals("-") ? null : row.get(column);
  }
}
