package dev.anyflix.upstream.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the Internet Archive really answers, translated. */
@Tag("recorded")
class ArchiveFixturesTest {

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final ArchiveHttpProvider provider =
      new ArchiveHttpProvider(upstream.http(), upstream.config());

  private static JsonNode search() {
    return Fixtures.json("fixtures/internet-archive/advanced_search_response.json");
  }

  private MediaPage page(int page) {
    upstream.answers(200, search().toString());
    return ((Answer.Value<MediaPage>) provider.latest(new ProviderPage(page), upstream.call()))
        .value();
  }

  private Media nasa(JsonNode body) {
    upstream.answers(200, body.toString());
    return ((Answer.Value<Media>) provider.detail(new ProviderItem("nasa"), upstream.call()))
        .value();
  }

  @Test
  void pageContainsVideosButNotPictures() {
    MediaPage page = page(1);

    assertThat(page.items()).hasSize(14);
    assertThat(page.hasNextPage()).isTrue();
    assertThat(page(3).hasNextPage()).isFalse();
    Media first = page.items().get(0);
    assertThat(first.id())
        .isEqualTo("archive:1redRoverGoesToMars-studentAstronautB-rollCompilation");
    assertThat(first.sourceId()).isEqualTo("1redRoverGoesToMars-studentAstronautB-rollCompilation");
    assertThat(first.title().preferred())
        .isEqualTo("Red rover Goes To Mars-Student Astronaut B-Roll Compilation");
    assertThat(first.description()).startsWith("A brief compilation").endsWith("DVCProHD.");
    assertThat(first.kind()).isEqualTo(MediaKind.MOVIE);
    assertThat(first.format()).isEqualTo(MediaFormat.MOVIE);
    assertThat(first.year()).isEqualTo(2004);
    assertThat(first.startDate()).hasToString("2004");
    assertThat(first.popularity()).isEqualTo(2.0);
    assertThat(first.score()).isNull();
    assertThat(first.studios()).containsExactly("NASA/JPL-Caltech");
    assertThat(first.tags()).isEmpty();
    assertThat(first.images().poster()).isNull();
  }

  @Test
  void videoWithSubjectsAndThumbnailIsDecoded() {
    Media clouds =
        page(1).items().stream()
            .filter(media -> media.sourceId().equals("NasaSciFiles-Clouds"))
            .findFirst()
            .orElseThrow();

    assertThat(clouds.tags()).startsWith("Dr. Lin Chambers", "Water Vapor").hasSize(8);
    assertThat(clouds.studios()).containsExactly("NASA LaRC Office of Education");
    assertThat(clouds.popularity()).isEqualTo(264.0);
    assertThat(clouds.year()).isNull();
    assertThat(clouds.images().poster())
        .isEqualTo(upstream.config().url() + "/services/img/NasaSciFiles-Clouds");
    assertThat(clouds.links())
        .containsExactly(
            new Link("Internet Archive", "https://archive.org/details/NasaSciFiles-Clouds"));
  }

  @Test
  void firstOfJanuaryInASearchMeansTheYear() {
    Media report =
        page(1).items().stream()
            .filter(media -> media.sourceId().equals("cx_quarterly_june2009_720p"))
            .findFirst()
            .orElseThrow();
    assertThat(report.startDate()).hasToString("2009");
    assertThat(report.tags()).containsExactly("Where -- United States of America");
  }

  @Test
  void collectionIsNotFound() {
    JsonNode body = Fixtures.json("fixtures/internet-archive/metadata-nasa.json");
    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, () -> nasa(body));
    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
  }

  /** The recorded item is a collection; with another type it reads as any item. */
  @Test
  void itemIsDecodedFromMetadataAndFiles() {
    JsonNode body = Fixtures.json("fixtures/internet-archive/metadata-nasa.json");
    ((ObjectNode) body.get("metadata")).put("mediatype", "movies");
    Media media = nasa(body);

    assertThat(media.id()).isEqualTo("archive:nasa");
    assertThat(media.title().preferred()).isEqualTo("NASA Images");
    assertThat(media.description()).isEqualTo("Search NASA Images:\n\nAdvanced Search");
    assertThat(media.year()).isNull();
    assertThat(media.streams()).isEmpty();
    assertThat(media.durationMinutes()).isNull();
    assertThat(media.images().poster()).isNull();
    assertThat(media.links())
        .containsExactly(new Link("Internet Archive", "https://archive.org/details/nasa"));
  }

  /** The specification describes another search; this one was recorded. */
  @Test
  void searchRequestsOnlyFieldsOfTheAnswer() {
    Set<String> given = new TreeSet<>(Set.of("licenseurl", "avg_rating", "num_reviews"));
    search().at("/response/docs").forEach(doc -> doc.fieldNames().forEachRemaining(given::add));
    page(1);

    List<String> asked = upstream.lastRequest().getUrl().queryParameterValues("fl[]");
    assertThat(asked).isNotEmpty();
    assertThat(given).containsAll(asked);
    assertThat(search().at("/responseHeader/params").fieldNames())
        .toIterable()
        .contains("q", "rows");
  }
}
