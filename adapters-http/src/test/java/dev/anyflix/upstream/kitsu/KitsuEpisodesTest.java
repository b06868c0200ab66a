package dev.anyflix.upstream.kitsu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.ImageSizes;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.ProviderEpisodes;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.upstream.MockUpstream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class KitsuEpisodesTest {

  private static final String CDN = "https://media.kitsu.example/";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final KitsuHttpProvider provider =
      new KitsuHttpProvider(upstream.http(), upstream.config());

  private EpisodePage episodes(String data, String rest) {
    upstream.answers(200, "{\"data\": [%s]%s}".formatted(data, rest));
    var request = new ProviderEpisodes("7", 3);
    return ((Answer.Value<EpisodePage>) provider.episodes(request, upstream.call())).value();
  }

  private Media anime(String attributes) {
    upstream.answers(
        200,
        "{\"data\": {\"id\": \"7\", \"type\": \"anime\", \"attributes\": {%s}}}"
            .formatted(attributes));
    return ((Answer.Value<Media>) provider.detail(new ProviderItem("7"), upstream.call())).value();
  }

  @Test
  void episodeIsDecoded() {
    EpisodePage page =
        episodes(
            """
            {"id": "1", "type": "episodes", "attributes": {
              "canonicalTitle": "The Hill", "description": "They <i>climb</i>.",
              "seasonNumber": 2, "number": 14, "relativeNumber": 1, "airDate": "2020-04-05",
              "length": 24, "thumbnail": {"original": "%shill.jpg", "meta": {}}}}
            """
                .formatted(CDN),
            ", \"links\": {\"next\": \"%s\"}, \"meta\": {\"count\": 99}".formatted(CDN));

    assertThat(page.items())
        .containsExactly(
            new Episode(
                1,
                2,
                14,
                "The Hill",
                "They climb.",
                new PartialDate(2020, 4, 5),
                24,
                CDN + "hill.jpg",
                null));
    assertThat(page).returns(true, EpisodePage::hasNextPage).returns(99, EpisodePage::total);
  }

  @Test
  void sparseEpisodesAreKeptAndMalformedOnesAreLeftOut() {
    EpisodePage page =
        episodes(
            """
            null, 7, {}, {"attributes": null}, {"attributes": []},
            {"attributes": {"number": 5, "titles": {"en": " ", "en_jp": "Oka"}, "length": 0,
              "thumbnail": null, "airDate": ""}},
            {"attributes": {"number": -1, "seasonNumber": "2", "relativeNumber": 1.5,
              "thumbnail": {"original": "javascript:alert(1)"}, "airDate": "soon"}}
            """,
            "");

    assertThat(page.items())
        .containsExactly(
            new Episode(5, null, 5, "Oka", null, null, null, null, null),
            new Episode(null, null, null, null, null, null, null, null, null));
    assertThat(page).returns(false, EpisodePage::hasNextPage).returns(null, EpisodePage::total);
  }

  @Test
  void requestHasTheAnimeAndThePage() {
    episodes("", "");
    HttpUrl url = upstream.lastRequest().getUrl();

    assertThat(url.encodedPath()).isEqualTo("/anime/7/episodes");
    assertThat(url.queryParameter("page[limit]")).isEqualTo("20");
    assertThat(url.queryParameter("page[offset]")).isEqualTo("40");
    assertThat(url.queryParameter("sort")).isEqualTo("number");
  }

  @Test
  void missingSizesOfCoversAreFilledWithTheNearest() {
    Media media =
        anime(
            """
            "posterImage": {"tiny": "%1$st.jpg", "medium": "", "original": "%1$so.jpg"},
            "coverImage": {"small": "%1$ss.jpg"}
            """
                .formatted(CDN));

    assertThat(media.images().posters())
        .isEqualTo(new ImageSizes(CDN + "t.jpg", CDN + "o.jpg", CDN + "o.jpg", CDN + "o.jpg"));
    assertThat(media.images().poster()).isEqualTo(CDN + "o.jpg");
    assertThat(media.images().backdrops()).isEqualTo(ImageSizes.of(CDN + "s.jpg"));
  }
}
