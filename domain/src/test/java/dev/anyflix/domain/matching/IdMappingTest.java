package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.testing.FakeIdSources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdMappingTest {

  private static final PartialDate START = new PartialDate(2013, 4, 7);

  private final FakeIdSources sources = new FakeIdSources();

  private static MediaBuilder media(String source, String id, MediaKind kind) {
    String sourceId = id.substring(id.lastIndexOf(':') + 1);
    return Media.builder(
            id, source, sourceId, kind, new Title("Giants", "Giants", null, "巨人", null))
        .year(2013)
        .startDate(START);
  }

  private static Media anilist(String id, String mal) {
    return media("anilist", "anilist:" + id, MediaKind.ANIME)
        .format(MediaFormat.TV)
        .externalIds(Map.of("mal", mal))
        .build();
  }

  private static Media kitsu(String id, Map<String, String> ids) {
    return media("kitsu", "kitsu:" + id, MediaKind.ANIME).externalIds(ids).build();
  }

  private static MediaBuilder series(String id) {
    return media("tmdb", "tmdb:tv:" + id, MediaKind.SERIES)
        .genres(List.of("Animation"))
        .externalIds(Map.of("imdb", "tt2560140", "tvdb", "267440"));
  }

  private static SeasonInfo season(int number, PartialDate date) {
    return new SeasonInfo(null, number, "Season " + number, 12, date, null);
  }

  private static TitleMatch match(Media media, double confidence) {
    return new TitleMatch(media, confidence, null, List.of());
  }

  private IdMap map(String id) {
    return IdMapping.map(TitleId.parse(id), sources).join();
  }

  private MediaSourceException failure(String id) {
    Throwable thrown = catchThrowable(() -> map(id));
    return (MediaSourceException) (thrown instanceof CompletionException e ? e.getCause() : thrown);
  }

  private FakeIdSources all() {
    return sources
        .with(anilist("16498", "16498"))
        .with(
            kitsu(
                "7442",
                Map.of("anilist", "16498", "mal", "16498", "tvdb", "267440", "anidb", "9541")))
        .with(series("1429").seasons(List.of(season(0, START), season(1, START))).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"anilist:16498", "mal:16498", "kitsu:7442"})
  void idsOfAnAnimeAreFoundFromEachOfItsSites(String id) {
    all();

    IdMap map = map(id);

    assertThat(map.id()).isEqualTo(id);
    assertThat(map.ids())
        .containsOnly(
            Map.entry("anilist", "16498"),
            Map.entry("mal", "16498"),
            Map.entry("kitsu", "7442"),
            Map.entry("tmdb", "tv:1429"),
            Map.entry("imdb", "tt2560140"),
            Map.entry("tvdb", "267440"),
            Map.entry("anidb", "9541"));
    assertThat(map.season()).isEqualTo(1);
    assertThat(map.failed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmdb:tv:1429", "imdb:tt2560140", "tvdb:267440"})
  void idsOfASeriesLeadToTheAnimeOfItsTitle(String id) {
    all();

    IdMap map = map(id);

    assertThat(map.ids()).containsEntry("anilist", "16498").containsEntry("kitsu", "7442");
    assertThat(map.season()).isEqualTo(1);
    assertThat(map.links())
        .anySatisfy(
            link -> {
              assertThat(link.by()).isEqualTo("title match");
              assertThat(link.to()).isEqualTo("anilist:16498");
              assertThat(link.confidence()).isGreaterThanOrEqualTo(IdMapping.SURE);
            });
  }

  @Test
  void linksSayWhichDataLinkTwoIds() {
    all();

    assertThat(map("anilist:16498").links())
        .containsExactly(
            new IdMap.Link("anilist:16498", "mal:16498", "anilist.idMal", null),
            new IdMap.Link("anilist:16498", "kitsu:7442", "kitsu.mappings", null),
            new IdMap.Link("kitsu:7442", "tvdb:267440", "kitsu.mappings", null),
            new IdMap.Link("kitsu:7442", "anidb:9541", "kitsu.mappings", null),
            new IdMap.Link("tvdb:267440", "tmdb:tv:1429", "tmdb.find", null),
            new IdMap.Link("tmdb:tv:1429", "imdb:tt2560140", "tmdb.external_ids", null));
  }

  @Test
  void idsAreAskedForOnce() {
    all();
    map("anilist:16498");

    assertThat(sources.calls())
        .containsExactly(
            "anilist anilist:16498",
            "kitsu anilist:16498",
            "kitsu kitsu:7442",
            "tmdb tvdb:267440",
            "tmdb tmdb:tv:1429");
  }

  @Test
  void filmOutsideAnimationTakesOneCallAndNoMatch() {
    sources.with(
        media("tmdb", "tmdb:movie:603", MediaKind.MOVIE)
            .genres(List.of("Action"))
            .externalIds(Map.of("imdb", "tt0133093"))
            .build());

    assertThat(map("tmdb:movie:603").ids())
        .containsOnly(Map.entry("tmdb", "movie:603"), Map.entry("imdb", "tt0133093"));
    assertThat(sources.calls()).containsExactly("tmdb tmdb:movie:603");
  }

  @Test
  void titleMatchBelowTheLimitLinksNothing() {
    Media found = series("1429").build();
    sources.with(anilist("1", "1")).with(found).with("巨人", match(found, 0.94));

    assertThat(map("anilist:1").ids()).doesNotContainKey("tmdb");
  }

  @Test
  void titleMatchAtTheLimitLinksWithItsConfidence() {
    Media found = series("1429").build();
    sources.with(anilist("1", "1")).with(found).with("巨人", match(found, 0.95));

    assertThat(map("anilist:1").links())
        .contains(new IdMap.Link("anilist:1", "tmdb:tv:1429", "title match", 0.95));
  }

  @Test
  void laterSeasonIsConfirmedByItsFirstDay() {
    PartialDate later = new PartialDate(2017, 4, 1);
    Media second =
        media("anilist", "anilist:2", MediaKind.ANIME)
            .format(MediaFormat.TV)
            .year(2017)
            .startDate(later)
            .build();
    Media found = series("1429").seasons(List.of(season(1, START), season(2, later))).build();
    sources.with(second).with(found).with("巨人", match(found, 0.93));

    IdMap map = map("anilist:2");

    assertThat(map.ids()).containsEntry("tmdb", "tv:1429");
    assertThat(map.season()).isEqualTo(2);
  }

  @Test
  void laterSeasonWithAnotherFirstDayIsNotLinked() {
    Media second =
        media("anilist", "anilist:2", MediaKind.ANIME)
            .format(MediaFormat.TV)
            .year(2017)
            .startDate(new PartialDate(2017, 4, 1))
            .build();
    Media found =
        series("1429")
            .seasons(List.of(season(1, START), season(2, new PartialDate(2017, 10, 1))))
            .build();
    sources.with(second).with(found).with("巨人", match(found, 0.93));

    assertThat(map("anilist:2").ids()).doesNotContainKey("tmdb");
  }

  @Test
  void liveActionSeriesOfTheSameTitleIsNotLinked() {
    Media found = series("1429").genres(List.of("Drama")).build();
    sources.with(anilist("1", "1")).with(found).with("巨人", match(found, 0.99));

    assertThat(map("anilist:1").ids()).doesNotContainKey("tmdb");
  }

  @Test
  void seriesThatAFilmIsASpecialOfIsNotLinked() {
    sources
        .with(media("anilist", "anilist:5", MediaKind.ANIME).format(MediaFormat.MOVIE).build())
        .with(kitsu("5", Map.of("anilist", "5", "tvdb", "267440")))
        .with(series("1429").build());

    assertThat(map("anilist:5").ids()).doesNotContainKey("tmdb");
  }

  @Test
  void kitsuThatContradictsAniListIsLeftOut() {
    sources
        .with(anilist("1", "77"))
        .with(kitsu("9", Map.of("mal", "77", "anilist", "2", "tvdb", "267440")));

    IdMap map = map("anilist:1");

    assertThat(map.ids()).containsOnly(Map.entry("anilist", "1"), Map.entry("mal", "77"));
    assertThat(map.links()).extracting(IdMap.Link::to).containsExactly("mal:77");
  }

  @Test
  void mangaIsLinkedToNoAnime() {
    Media manga =
        media("anilist", "anilist:30002", MediaKind.MANGA).externalIds(Map.of("mal", "2")).build();
    sources.with(manga).with(kitsu("2", Map.of("mal", "2")));

    assertThat(map("anilist:30002").ids()).containsOnly(Map.entry("anilist", "30002"));
  }

  @Test
  void sourceThatFailsIsNamedAndTheOthersAnswer() {
    all().down("kitsu");
    sources.with("巨人", match(series("1429").build(), 0.99));

    IdMap map = map("anilist:16498");

    assertThat(map.failed()).containsExactly("kitsu");
    assertThat(map.ids()).containsEntry("mal", "16498").containsEntry("tmdb", "tv:1429");
  }

  @Test
  void idsAreFoundWhileAniListIsDown() {
    all().down("anilist");

    IdMap map = map("anilist:16498");

    assertThat(map.failed()).containsExactly("anilist");
    assertThat(map.ids()).containsEntry("kitsu", "7442").containsEntry("tmdb", "tv:1429");
  }

  @Test
  void idThatNoSourceKnowsIsNotFound() {
    assertThat(failure("anilist:1").kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(sources.calls()).containsExactly("anilist anilist:1");
    assertThat(failure("imdb:tt0000001").kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void idFailsWhenTheSourcesThatCouldKnowItFail() {
    sources.down("anilist").down("kitsu");
    assertThat(failure("mal:1").kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void titleThatCannotBeSearchedForIsLeftOut() {
    Media found = series("1429").build();
    Title title = new Title("One\tTwo", "x".repeat(201), null, "\t", null);
    sources
        .with(
            Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, title)
                .format(MediaFormat.TV)
                .year(2013)
                .build())
        .with(found)
        .with("One Two", match(found, 0.97));

    assertThat(map("anilist:1").ids()).containsEntry("tmdb", "tv:1429");
  }

  @Test
  void idInAnExternalLinkIsFollowed() {
    sources.with(
        media("anilist", "anilist:1", MediaKind.ANIME)
            .format(MediaFormat.TV)
            .links(
                List.of(
                    new dev.anyflix.domain.media.Link(
                        "IMDb", "https://www.imdb.com/title/tt2560140/"),
                    new dev.anyflix.domain.media.Link("Other", "https://example.org/tt1")))
            .build());
    sources.with(series("1429").build());

    assertThat(map("anilist:1").links())
        .contains(
            new IdMap.Link("anilist:1", "imdb:tt2560140", "anilist.externalLinks", null),
            new IdMap.Link("imdb:tt2560140", "tmdb:tv:1429", "tmdb.find", null));
  }
}
