package dev.anyflix.upstream.anilist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AniList really answers with lists and errors, translated. */
@Tag("recorded")
class AniListListFixturesTest {

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final AniListHttpSource source =
      new AniListHttpSource(upstream.http(), upstream.config());

  private MediaPage page(String name) {
    upstream.answers(200, Fixtures.text("fixtures/anilist/" + name + ".json"));
    return ((Answer.Value<MediaPage>) source.popular(new PageRequest(1, 20), upstream.call()))
        .value();
  }

  @Test
  void pageHasNextPageFlag() {
    MediaPage page = page("page-popular-1.composed");

    assertThat(page.items()).hasSize(20);
    assertThat(page.hasNextPage()).isTrue();
    assertThat(page.items().get(0).id()).isEqualTo("anilist:101922");
    assertThat(page.items().get(0).year()).isEqualTo(2019);
    assertThat(page.items().get(0).cast()).isEmpty();
  }

  @Test
  void pageOfSparseMediaIsDecoded() {
    MediaPage page = page("page-search-fate-zero");

    assertThat(page.items()).hasSize(3);
    assertThat(page.items().get(0).id()).isEqualTo("anilist:55191");
    assertThat(page.items().get(0).title().preferred()).isEqualTo("Fate/Zero");
    assertThat(page.items().get(0).images().poster()).endsWith("/cover/medium/25191.jpg");
    assertThat(page.items().get(0).description()).endsWith("power.\n\n(Source: Dark Horse)");
    assertThat(page.hasNextPage()).isTrue();
  }

  @Test
  void pageWithoutPageInfoIsTheLast() {
    MediaPage page = page("page-trending");

    assertThat(page.hasNextPage()).isFalse();
    assertThat(page.items().get(0).title().english())
        .isEqualTo("BLEACH: Thousand-Year Blood War - The Calamity");
    assertThat(page.items().get(0).score()).isEqualTo(88);
    assertThat(page.items().get(0).episodes()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "error-api-disabled-403, 403, UNAVAILABLE",
    "error-graphql-400-unknown-field, 400, REJECTED",
    "error-media-404-not-found, 404, NOT_FOUND",
    "error-rate-limit-429, 429, RATE_LIMITED",
    "error-validation-400, 400, REJECTED",
  })
  void errorEnvelopeHasTheSameKindWithItsStatusAndWith200(String file, int status, Kind kind) {
    for (int http : new int[] {200, status}) {
      try (MockUpstream fresh = MockUpstream.open()) {
        fresh.answers(http, Fixtures.text("fixtures/anilist/" + file + ".json"));
        var asked = new AniListHttpSource(fresh.http(), fresh.config());
        MediaSourceException failure =
            catchThrowableOfType(
                MediaSourceException.class, () -> asked.media(new MediaById(1), fresh.call()));
        assertThat(failure.kind()).isEqualTo(kind);
      }
    }
  }
}
