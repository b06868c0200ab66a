package dev.anyflix.upstream.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.upstream.MockUpstream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Any field of the Internet Archive may hold a list. */
class ArchiveListFieldsTest {

  private static final String FIELDS =
      """
      "identifier": ["lake_1930"], "mediatype": ["movies"], "title": ["The Lake", "Der See"],
      "year": ["1930"], "runtime": ["0:58:00", "1:00:00"], "licenseurl": [null, "https://l.test/cc0"],
      "description": ["One.", "Two."], "subject": ["a;b", "c"], "creator": "A. Director"
      """;

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final ArchiveHttpProvider provider =
      new ArchiveHttpProvider(upstream.http(), upstream.config());

  private static void check(Media film) {
    assertThat(film.id()).isEqualTo("archive:lake_1930");
    assertThat(film.title().preferred()).isEqualTo("The Lake / Der See");
    assertThat(film.year()).isEqualTo(1930);
    assertThat(film.description()).isEqualTo("One.\nTwo.");
    assertThat(film.tags()).containsExactly("a", "b", "c");
    assertThat(film.studios()).containsExactly("A. Director");
    assertThat(film.links()).contains(new Link("License", "https://l.test/cc0"));
  }

  @Test
  void listsInMetadataAreRead() {
    upstream.answers(200, "{\"metadata\": {" + FIELDS + "}, \"files\": []}");
    Answer<Media> answer = provider.detail(new ProviderItem("lake_1930"), upstream.call());
    Media film = answer.orElseThrow();

    check(film);
    assertThat(film.durationMinutes()).isEqualTo(58);
  }

  @Test
  void listsInSearchResultsAreRead() {
    upstream.answers(200, "{\"response\": {\"numFound\": 1, \"docs\": [{" + FIELDS + "}]}}");
    Answer<MediaPage> answer = provider.popular(new ProviderPage(1), upstream.call());

    assertThat(answer.orElseThrow().items())
        .singleElement()
        .satisfies(ArchiveListFieldsTest::check);
  }
}
