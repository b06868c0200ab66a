package dev.anyflix.upstream.jellyfin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Creator;
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

class JellyfinEpisodePageTest {

  private static final String ID = "0123456789abcdef0123456789abcdef";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final JellyfinHttpProvider provider = TestJellyfin.provider(upstream);

  private EpisodePage episodes(int page, String items, String total) {
    upstream.answers(200, "{\"Items\": [%s], \"TotalRecordCount\": %s}".formatted(items, total));
    var request = new ProviderEpisodes(ID, page);
    return ((Answer.Value<EpisodePage>) provider.episodes(request, upstream.call())).value();
  }

  private String picture(String type, String query) {
    return upstream.config().url().resolve("/Items/" + ID + "/Images/" + type + "?" + query) + "";
  }

  @Test
  void episodeIsDecoded() {
    EpisodePage page =
        episodes(
            1,
            """
            {"Id": "%1$s", "SeriesId": "01234567-89AB-CDEF-0123-456789ABCDEF", "Name": "The Hill",
             "IndexNumber": 2, "ParentIndexNumber": 1, "Overview": "They climb.",
             "PremiereDate": "2008-01-27T00:00:00.0000000Z", "RunTimeTicks": 28800000000,
             "CommunityRating": 8.25, "ImageTags": {"Primary": "t1"}}
            """
                .formatted(ID),
            "51");

    assertThat(page.items())
        .containsExactly(
            new Episode(
                2,
                1,
                null,
                "The Hill",
                "They climb.",
                new PartialDate(2008, 1, 27),
                48,
                picture("Primary", "tag=t1&maxWidth=500"),
                82.5));
    assertThat(page).returns(true, EpisodePage::hasNextPage).returns(51, EpisodePage::total);
  }

  @Test
  void sparseEpisodeIsKept() {
    EpisodePage page =
        episodes(
            2,
            """
            null, {"Name": null, "IndexNumber": -1, "ParentIndexNumber": "1", "RunTimeTicks": 0,
             "CommunityRating": 11, "PremiereDate": "", "ImageTags": {"Primary": "t1"}}
            """,
            "null");

    assertThat(page.items())
        .containsExactly(new Episode(null, null, null, null, null, null, null, null, null));
    assertThat(page).returns(false, EpisodePage::hasNextPage).returns(null, EpisodePage::total);
  }

  @Test
  void requestHasTheSeriesAndThePage() {
    episodes(3, "", "0");
    HttpUrl url = upstream.lastRequest().getUrl();

    assertThat(url.queryParameter("parentId")).isEqualTo(ID);
    assertThat(url.queryParameter("startIndex")).isEqualTo("100");
    assertThat(url.queryParameter("limit")).isEqualTo("50");
  }

  @Test
  void titleHasCreatorsLogoAndSizesOfPictures() {
    upstream.answers(
        200,
        """
        {"Items": [{"Id": "%s", "Type": "Movie", "Name": "M",
          "ImageTags": {"Primary": "p", "Logo": "l"}, "BackdropImageTags": ["b"],
          "People": [{"Name": "D. Rector", "Type": "Director"}, {"Name": "A. Ctor", "Type": "Actor"},
                     {"Name": "", "Type": "Writer"}]}]}
        """
            .formatted(ID));
    Media media =
        ((Answer.Value<Media>) provider.detail(new ProviderItem(ID), upstream.call())).value();

    assertThat(media.creators()).containsExactly(new Creator("D. Rector", "Director", null));
    assertThat(media.images().logo()).isEqualTo(picture("Logo", "tag=l&maxWidth=500"));
    assertThat(media.images().posters())
        .isEqualTo(
            new ImageSizes(
                picture("Primary", "tag=p&maxWidth=185"),
                picture("Primary", "tag=p&maxWidth=342"),
                picture("Primary", "tag=p&maxWidth=500"),
                picture("Primary", "tag=p")));
    assertThat(media.images().backdrop()).isEqualTo(picture("Backdrop", "tag=b&maxWidth=1280"));
  }
}
