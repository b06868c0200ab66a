package dev.anyflix.upstream.anilist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.CastMember;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AniList really answers about one medium, translated. */
@Tag("recorded")
class AniListFixturesTest {

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final AniListHttpSource source =
      new AniListHttpSource(upstream.http(), upstream.config());

  /** The recordings name the cast otherwise than the queries here do. */
  private Media media(String name) {
    String body = Fixtures.text("fixtures/anilist/" + name + ".json");
    upstream.answers(200, body.replace("\"characterPreview\"", "\"characters\""));
    return ((Answer.Value<Media>)
            source.media(
                new MediaById(Fixtures.parse(body).at("/data/Media/id").intValue()),
                upstream.call()))
        .value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          anime_season-fall|104464|Ore wo Suki nano wa Omae dake ka yo|ORESUKI: Are you the only one who loves me?|TV|FINISHED|2019|FALL|2019-10-03|2019-12-26|12|24|71|91928|CONNECT|3|6|7|12|https://www.youtube.com/watch?v=Pt3MqwiSyKY
          anime_season-season_is_null_and_start_date_is_null|100050|LibraryCross∞|Library Cross Infinite|TV|NOT_YET_RELEASED|-|-|-|-|-|-|-|327|-|0|0|0|3|https://www.youtube.com/watch?v=8tA8kfppUWU
          anime_season-spring|101922|Kimetsu no Yaiba|Demon Slayer: Kimetsu no Yaiba|TV|FINISHED|2019|SPRING|2019-04-06|2019-09-28|26|24|84|628603|ufotable|5|6|7|21|https://www.youtube.com/watch?v=6vMuWuWlW4I
          anime_season-winter|101759|Yakusoku no Neverland|The Promised Neverland|TV|FINISHED|2019|WINTER|2019-01-10|2019-03-29|12|23|84|442862|CloverWorks|2|6|7|9|https://www.youtube.com/watch?v=ApLudqucq-s
          duration-120|100290|Crayon Shin-chan: Shuurai!! Uchuujin Shiriri|-|MOVIE|FINISHED|2017|SPRING|2017-04-15|2017-04-15|1|120|64|837|Shin-Ei Animation|4|4|0|0|-
          duration-min_duration|102655|Yomiuri Shimbun|Yomiuri Shimbun|SPECIAL|FINISHED|2009|-|2009-08-01|2009-08-01|1|1|39|330|-|0|0|0|0|-
          episodes-39|1251|Fushigi no Umi no Nadia|Nadia: The Secret of Blue Water|TV|FINISHED|1990|SPRING|1990-04-13|1991-04-12|39|25|72|15362|Gainax|3|6|7|9|-
          episodes-ongoing|235|Meitantei Conan|Case Closed|TV|RELEASING|1996|WINTER|1996-01-08|-|-|25|81|51100|TMS Entertainment|65|6|7|22|-
          picture_and_thumbnail-picture_unavailable|157371|Bye Bye, Earth|-|-|NOT_YET_RELEASED|-|-|-|-|-|-|-|283|-|1|0|0|0|-
          producers-no_producers|104189|Ahiru Riku Sentai|The Quack Infantry Troop|MOVIE|FINISHED|1940|-|1940|-|1|13|45|844|-|0|0|3|6|-
          related_anime-has_adaption_but_no_relation|100|Shin Shirayuki-hime Densetsu Pretear|Prétear: The New Legend of Snow White|TV|FINISHED|2001|SPRING|2001-04-04|2001-06-21|13|23|66|7366|Hal Film Maker|1|6|6|12|-
          related_anime-no_adaption_multiple_relations|100133|One Room: Second Season|One Room SECOND SEASON|TV_SHORT|FINISHED|2018|SUMMER|2018-07-03|2018-09-25|12|4|58|13416|Zero-G|3|3|1|5|https://www.youtube.com/watch?v=yqmd4CAB3FA
          scores-no-score|100081|Zero Seiki Movie 1: Emeraldas|-|MOVIE|NOT_YET_RELEASED|-|-|-|-|1|-|-|856|-|3|0|0|1|-
          sources-15689|15689|Nekomonogatari (Kuro)|Nekomonogatari Black|TV|FINISHED|2012|FALL|2012-12-31|2012-12-31|4|27|77|110192|Shaft|3|6|7|11|https://www.youtube.com/watch?v=bHef90RByXI
          status-finished|1|Cowboy Bebop|Cowboy Bebop|TV|FINISHED|1998|SPRING|1998-04-03|1999-04-24|26|24|86|305734|Sunrise|5|6|7|23|https://www.youtube.com/watch?v=OhNwckCLzis
          status-null|135643|Grimm (Provisional Title)|-|-|-|-|-|-|-|-|-|-|1187|Wit Studio|0|0|0|0|-
          """)
  void completeMediumIsDecoded(
      String file,
      String id,
      String preferred,
      String english,
      String format,
      String status,
      Integer year,
      String season,
      String start,
      String end,
      Integer episodes,
      Integer minutes,
      Double score,
      Double popularity,
      String studio,
      int relations,
      int cast,
      int recommendations,
      int tags,
      String trailer) {
    Media media = media("media-" + file);

    assertThat(media.id()).isEqualTo("anilist:" + id);
    assertThat(media.source()).isEqualTo("anilist");
    assertThat(media.sourceId()).isEqualTo(id);
    assertThat(media.kind()).isEqualTo(MediaKind.ANIME);
    assertThat(media.title().preferred()).isEqualTo(preferred);
    assertThat(media.title().english()).isEqualTo(english);
    assertThat(text(media.format())).isEqualTo(format);
    assertThat(text(media.status())).isEqualTo(status);
    assertThat(media.year()).isEqualTo(year);
    assertThat(text(media.season())).isEqualTo(season);
    assertThat(text(media.startDate())).isEqualTo(start);
    assertThat(text(media.endDate())).isEqualTo(end);
    assertThat(media.episodes()).isEqualTo(episodes);
    assertThat(media.durationMinutes()).isEqualTo(minutes);
    assertThat(media.score()).isEqualTo(score);
    assertThat(media.popularity()).isEqualTo(popularity);
    assertThat(media.adult()).isFalse();
    assertThat(media.country()).isEqualTo("JP");
    assertThat(media.studios().stream().findFirst().orElse(null)).isEqualTo(studio);
    assertThat(media.relations()).hasSize(relations);
    assertThat(media.cast()).hasSize(cast);
    assertThat(media.recommendations()).hasSize(recommendations);
    assertThat(media.tags()).hasSize(tags);
    assertThat(media.trailer() == null ? null : media.trailer().url()).isEqualTo(trailer);
    assertThat(Objects.requireNonNullElse(media.description(), ""))
        .doesNotContain("<", "&amp;", "\n\n\n");
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          studios-multiple_studios|108617|TV|2020|WINTER|76|Satelight,HORNETS|Somari and the Guardian of the Forest
          synonyms-synonyms_from_titles_and_synonyms|21453|MOVIE|2015|FALL|59|10GAUGE|Tobidasu PuriPara: Mi~nna de Mezase! Idol☆Grand Prix
          title-special_chars|21453|MOVIE|2015|FALL|59|10GAUGE|Tobidasu PuriPara: Mi~nna de Mezase! Idol☆Grand Prix
          type-music|97731|MUSIC|2016|-|80|A-1 Pictures|Shelter The Animation
          type-ona|3167|ONA|2008|SUMMER|77|Studio Rikka|이브의 시간
          type-special|106169|SPECIAL|2018|FALL|66|CloverWorks|-
          type-tv_short|98291|TV_SHORT|2017|SUMMER|74|Studio Gokumi|Tsure x dure children
          """)
  void formatsStudiosAndSynonymsAreKept(
      String file,
      String id,
      MediaFormat format,
      int year,
      String season,
      double score,
      String studios,
      String synonym) {
    Media media = media("media-" + file);

    assertThat(media.sourceId()).isEqualTo(id);
    assertThat(media.format()).isEqualTo(format);
    assertThat(media.year()).isEqualTo(year);
    assertThat(text(media.season())).isEqualTo(season);
    assertThat(media.score()).isEqualTo(score);
    assertThat(media.studios()).containsExactly(studios.split(","));
    assertThat(media.synonyms().stream().findFirst().orElse(null)).isEqualTo(synonym);
  }

  @Test
  void recordedSeriesIsDecoded() {
    Media media = media("media-status-finished");

    assertThat(media.title().nativeName()).isEqualTo("カウボーイビバップ");
    assertThat(media.genres()).containsExactly("Action", "Adventure", "Drama", "Sci-Fi");
    assertThat(media.tags()).startsWith("Space");
    assertThat(media.images().poster())
        .isEqualTo(
            "https://s4.anilist.co/file/anilistcdn/media/anime/cover/large/bx1-CXtrrkMpJ8Zq.png");
    assertThat(media.images().backdrop()).endsWith("/banner/1-OquNCNB6srGe.jpg");
    assertThat(media.trailer())
        .isEqualTo(new Trailer("youtube", "https://www.youtube.com/watch?v=OhNwckCLzis"));
    assertThat(media.links().get(0))
        .isEqualTo(new Link("Hulu", "http://www.hulu.com/cowboy-bebop"));
    assertThat(media.relations().get(0))
        .isEqualTo(
            new Related(
                "SIDE_STORY",
                "anilist:5",
                "Cowboy Bebop: Tengoku no Tobira",
                MediaKind.ANIME,
                MediaFormat.MOVIE,
                null,
                "https://s4.anilist.co/file/anilistcdn/media/anime/cover/medium/bx5-NozHwXWdNLCz.jpg"));
    assertThat(media.cast().get(0))
        .isEqualTo(
            new CastMember(
                "Spike Spiegel",
                "Kouichi Yamadera",
                "MAIN",
                "https://s4.anilist.co/file/anilistcdn/character/large/b1-ChxaldmieFlQ.png"));
    assertThat(media.recommendations().get(0).title()).isEqualTo("Samurai Champloo");
    assertThat(media.recommendations().get(0).relation()).isNull();
    assertThat(media.nextEpisode()).isNull();
  }

  @Test
  void ongoingSeriesHasItsNextEpisode() {
    assertThat(media("media-episodes-ongoing").nextEpisode())
        .isEqualTo(new NextEpisode(1082, Instant.ofEpochSecond(1682758800)));
  }

  @Test
  void placeholderImageIsDropped() {
    assertThat(media("media-picture_and_thumbnail-picture_unavailable").images().poster()).isNull();
  }

  @Test
  void partialDateKeepsItsPrecision() {
    assertThat(media("media-producers-no_producers").startDate()).hasToString("1940");
  }

  @Test
  void descriptionHasNoHtml() {
    assertThat(media("media-related_anime-no_adaption_multiple_relations").description())
        .isEqualTo(
            "The second season of One Room.\n\n"
                + "Note: Excludes recap episode 0, Hanasaka Yui's Prologue.");
  }
}
