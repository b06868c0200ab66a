package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.CollectionRef;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.TitleMatch;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaPathTest {

  @ParameterizedTest
  @CsvSource({
    "anilist:1, /api/anilist/media/1",
    "tmdb:movie:603, /api/tmdb/movies/603",
    "tmdb:tv:1396, /api/tmdb/tv/1396",
    "tmdb:tv:1396:season:0, /api/tmdb/tv/1396/seasons/0",
    "tmdb:collection:2344, /api/tmdb/collections/2344",
    "kitsu:1, /api/providers/kitsu/media/1",
    "archive:night of_the-dead.1968, /api/providers/archive/media/night%20of_the-dead.1968",
    "archive:a/b?c, /api/providers/archive/media/a%2Fb%3Fc",
    "jellyfin:0a1b, /api/providers/jellyfin/media/0a1b",
  })
  void everyKindOfIdHasThePathOfItsRoute(String id, String path) {
    assertThat(MediaPath.of(id)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "603",
        "tmdb:603",
        "tmdb:movie:",
        "tmdb:movie:x",
        "kitsu:manga:1",
        "a b:1",
        ":1"
      })
  void idThatNoRouteServesHasNoPath(String id) {
    assertThat(MediaPath.of(id)).isNull();
  }

  @Test
  void hrefFollowsTheIdInJson() {
    assertThat(json(new CollectionRef("tmdb:collection:1", "One")))
        .isEqualTo(
            "{\"id\":\"tmdb:collection:1\",\"href\":\"/api/tmdb/collections/1\",\"name\":\"One\"}");
    assertThat(json(new TitleMatch.Candidate("tmdb:tv:1", "One", null, 1)))
        .startsWith("{\"id\":\"tmdb:tv:1\",\"href\":\"/api/tmdb/tv/1\",");
  }

  @Test
  void hrefOfWhatNoRouteServesIsNull() {
    assertThat(json(new SeasonInfo(null, 1, "One", null, null, null)))
        .startsWith("{\"id\":null,\"href\":null,");
    assertThat(json(new Related(null, "kitsu:manga:1", "One", MediaKind.MANGA, null, null, null)))
        .contains("\"id\":\"kitsu:manga:1\",\"href\":null,");
  }

  private static String json(Object value) {
    return new String(new JsonCodec().encode(value), StandardCharsets.UTF_8);
  }
}
