package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Title;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private Catalogue(List<Media> media) {
    this.media = media;
    keysById = media.stream().collect(Collectors.toMap(Media::id, Catalogue::keys));
  }

  static Catalogue read() {
    return new Catalogue(rows("catalogue.tsv").stream().map(Catalogue::media).toList());
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

  List<Media> search(String text, Set<String> without) {
    Set<String> keys = keys(text);
    return media.stream()
        .filter(each -> !without.contains(each.id()))
        .filter(each -> !Collections.disjoint(keysById.getOrDefault(each.id(), Set.of()), keys))
        .toList();
  }

  private static Set<String> keys(Media media) {
    Title title = media.title();
    Set<String> keys = keys(title.preferred());
    keys.addAll(keys(Objects.requireNonNullElse(title.original(), title.preferred())));
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

  private static Media media(List<String> row) {
    MediaKind kind = row.get(1).equals("M") ? MediaKind.MOVIE : MediaKind.SERIES;
    String original = row.get(5).equals("-") ? row.get(4) : row.get(5);
    return Media.builder(
            row.get(0), "tmdb", row.get(0), kind, new Title(row.get(4), null, null, null, original))
        .year(Integer.valueOf(row.get(2)))
        .popularity(Double.valueOf(row.get(3)))
        .build();
  }
}
