package dev.anyflix.upstream.jellyfin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.upstream.MockUpstream;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How many episodes a series has, however long their list is. */
class JellyfinEpisodesTest {

  private static final String ID = "0123456789abcdef0123456789abcdef";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final JellyfinHttpProvider provider = TestJellyfin.provider(upstream);

  private Media series() {
    return ((Answer.Value<Media>) provider.detail(new ProviderItem(ID), upstream.call())).value();
  }

  /** A server that has so many episodes and announces so many. */
  private void has(int episodes, int announced) {
    upstream.answers(request -> answer(request, episodes, announced));
  }

  private static MockResponse answer(RecordedRequest request, int episodes, int announced) {
    HttpUrl url = request.getUrl();
    if (url.queryParameter("ids") != null) {
      String series = "{\"Items\": [{\"Id\": \"%s\", \"Type\": \"Series\"}]}".formatted(ID);
      return MockUpstream.json(200, series).build();
    }
    int start = number(url, "startIndex");
    String items =
        IntStream.range(start, Math.min(episodes, start + number(url, "limit")))
            .mapToObj("{\"Id\": \"%1$032x\", \"IndexNumber\": %1$d"::formatted)
            .map(item -> item + ", \"ParentIndexNumber\": 1}")
            .collect(Collectors.joining(","));
    String page = "{\"Items\": [%s], \"TotalRecordCount\": %d}".formatted(items, announced);
    return MockUpstream.json(200, page).build();
  }

  private static int number(HttpUrl url, String name) {
    return Integer.parseInt(Objects.requireNonNull(url.queryParameter(name)));
  }

  @Test
  void episodeCountIsTheTotalOfTheList() {
    has(24, 24);
    assertThat(series().episodes()).isEqualTo(24);
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void seriesWithoutEpisodesHasNoEpisodeCount() {
    has(0, 0);
    assertThat(series().episodes()).isNull();
  }

  @Test
  void listOfSeveralPagesIsReadCompletely() {
    has(2345, 2345);
    Media series = series();

    assertThat(series.episodes()).isEqualTo(2345);
    assertThat(series.streams()).hasSize(2345).doesNotHaveDuplicates();
    assertThat(series.seasons()).extracting(SeasonInfo::episodes).containsExactly(2345);
    assertThat(upstream.requests()).hasSize(4);
  }

  @Test
  void listOverThePageLimitHasNoEpisodeCounts() {
    has(100_000, 100_000);
    Media series = series();

    assertThat(series.episodes()).isEqualTo(100_000);
    assertThat(series.seasons()).extracting(SeasonInfo::episodes).containsOnlyNulls();
    assertThat(upstream.requests()).hasSize(6);
  }

  @Test
  void listThatEndsBeforeItsTotalIsComplete() {
    has(30, 31);
    Media series = series();

    assertThat(series.episodes()).isEqualTo(30);
    assertThat(series.seasons()).extracting(SeasonInfo::episodes).containsExactly(30);
  }
}
