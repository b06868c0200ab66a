package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.Images;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TitleMatch;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonCodecTest {

  private final JsonCodec codec = new JsonCodec();

  private static Media full() {
    return Media.builder(
            "anilist:1",
            "anilist",
            "1",
            MediaKind.ANIME,
            new Title("Giants", "Giants", "Kyojin", "巨人", "巨人"))
        .format(MediaFormat.TV)
        .year(2013)
        .startDate(new PartialDate(2013, 4, null))
        .score(81.5)
        .popularity(1e6)
        .images(new Images("https://example.org/p.jpg", null, null))
        .externalIds(Map.of("mal", "1"))
        .nextEpisode(new NextEpisode(2, Instant.parse("2026-01-01T00:00:00Z")))
        .relations(
            List.of(
                new Related("SEQUEL", "anilist:2", "Giants 2", MediaKind.ANIME, null, null, null)))
        .seasons(
            List.of(
                new SeasonInfo(
                    "tmdb:tv:1:season:1", 1, "One", 12, new PartialDate(2013, 4, 7), null)))
        .streams(List.of(new StreamLink("https://example.org/v.mp4", "MPEG4", 1L, "720p")))
        .build();
  }

  private <T extends Record> void assertReadBack(T value, Class<T> type) {
    assertThat(codec.decode(codec.encode(value), type)).isEqualTo(value);
  }

  @Test
  void answersAreReadBackAsTheyWereWritten() {
    Media media = full();
    assertReadBack(media, Media.class);
    assertReadBack(new MediaPage(List.of(media), 1, 20, true), MediaPage.class);
    assertReadBack(
        new TitleMatch(
            media, 0.97, 2, List.of(new TitleMatch.Candidate("anilist:1", "Giants", null, 0.97))),
        TitleMatch.class);
    assertReadBack(
        new IdMap(
            "mal:1",
            Map.of("mal", "1"),
            null,
            List.of(new IdMap.Link("mal:1", "anilist:1", "anilist.idMal", null)),
            List.of("kitsu")),
        IdMap.class);
  }

  @Test
  void mediumOfWhichNothingIsKnownIsReadBack() {
    assertReadBack(
        Media.builder("kitsu:1", "kitsu", "1", MediaKind.ANIME, Title.of("One")).build(),
        Media.class);
  }

  @Test
  void otherJsonIsRefused() {
    byte[] other = "{\"items\":7}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> codec.decode(other, MediaPage.class))
        .isInstanceOf(UncheckedIOException.class);
  }
}
