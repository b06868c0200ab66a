package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Walks the whole catalogue, so that no rule rests on chosen cases alone. */
class TitleMatcherCatalogueTest {

  private static final double MOST_MISTAKEN = 0.04;

  private final Catalogue catalogue = Catalogue.read();

  @Test
  void absentWorkWithYearMatchesNothing() {
    assertThat(mistakenWhenAbsent(true)).isEmpty();
  }

  @Test
  void absentWorkWithoutYearSeldomMatches() {
    assertThat(mistakenWhenAbsent(false))
        .hasSizeLessThanOrEqualTo((int) (MOST_MISTAKEN * catalogue.size()));
  }

  @Test
  void orderOfCandidatesDoesNotMatter() {
    List<Media> found = new ArrayList<>(catalogue.search("Star Trek II", Set.of()));
    Media match = match("Star Trek II", 1982, found);
    Collections.reverse(found);

    assertThat(match).isNotNull().isSameAs(match("Star Trek II", 1982, found));
  }

  @Test
  void fileNamesMatchTheirOwnWorkOnly() {
    List<String> missed = new ArrayList<>();
    for (Media media : catalogue.all()) {
      String name = media.title().preferred();
      String file =
          name.toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", ".")
              + "."
              + media.year()
              + ".1080p.BluRay.x264-ANY.mkv";
      Media match = match(file, null, catalogue.search(name, Set.of()));
      if (match == null) {
        missed.add(file);
      } else {
        assertThat(match.id()).as(file).isEqualTo(media.id());
      }
    }

    assertThat(missed).hasSizeLessThanOrEqualTo(catalogue.size() / 50);
  }

  private List<String> mistakenWhenAbsent(boolean yearGiven) {
    List<String> mistaken = new ArrayList<>();
    for (Media media : catalogue.all()) {
      String name = media.title().preferred();
      Set<String> itself =
          catalogue.all().stream()
              .filter(other -> other.title().preferred().equalsIgnoreCase(name))
              .map(Media::id)
              .collect(Collectors.toSet());
      Media match = match(name, yearGiven ? media.year() : null, catalogue.search(name, itself));
      if (match != null) {
        mistaken.add(name + " for " + match.id());
      }
    }
    return mistaken;
  }

  private static @Nullable Media match(String title, @Nullable Integer year, List<Media> found) {
    TitleMatch match = new TitleMatcher().match(new TitleQuery(title, year, null), found);
    return match.match();
  }
}
