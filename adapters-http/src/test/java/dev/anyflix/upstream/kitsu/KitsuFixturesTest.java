package dev.anyflix.upstream.kitsu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.SeasonOfYear;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Kitsu really answers, translated. */
@Tag("recorded")
class KitsuFixturesTest {

  private static final String PICTURES = "https://media.kitsu.app/anime/";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final KitsuHttpProvider provider =
      new KitsuHttpProvider(upstream.http(), upstream.config());

  /** Recorded by a filter for one id, so that the one anime is in a list. */
  private static ObjectNode recorded(String name) {
    return (ObjectNode) Fixtures.json("fixtures/kitsu/" + name + ".json");
  }

  private Media detail(String name) {
    ObjectNode body = recorded(name);
    JsonNode only = body.get("data").get(0);
    upstream.answers(200, body.set("data", only).toString());
    return ((Answer.Value<Media>)
            provider.detail(new ProviderItem(only.get("id").asText()), upstream.call()))
        .value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          anime_season-null|49913|Heroine? Seijo? Iie, All Works Maid desu (Ko)!|TV|NOT_YET_RELEASED||||||8
          anime_season-season__summer|42028|Tenki no Ko|MOVIE|FINISHED|2019-07-19|SUMMER|1|102|82.04|69522
          duration-0|10041|Hatsune Miku x Tetsuya Nomura|SPECIAL|FINISHED|2014-10-09|FALL|1||58.7|434
          duration-null|1078|Nintama Rantarou|TV|RELEASING|1993-04-10|SPRING|||70.79|638
          picture_and_thumbnail-null|47309|Life of the Dead Season 2|ONA|FINISHED|2012-01-01|WINTER|2|15||8
          producers-no_producers|6337|Issunboushi|MOVIE|FINISHED|1918-03-20|WINTER|1|1||101
          related_anime-has_adaption_multiple_relations|1415|Code Geass: Lelouch of the Rebellion|TV|FINISHED|2006-10-06|FALL|25|24|82.28|182762
          related_anime-no_property_called_included|45567|A Pawn|MOVIE|FINISHED|2019-01-01|WINTER|1|4||8
          scores-score|1517|5 Centimeters Per Second|MOVIE|FINISHED|2007-02-16|WINTER|3|22|76.87|70608
          status-null|42059|Haikyuu!!: To the Top|TV||2020-01-10|WINTER|13|24|82.18|90103
          status-upcoming|49909|Onmyo Kaiten Re:verse|TV|NOT_YET_RELEASED|2025-07-03|SUMMER||||17
          studios-no_studios|6337|Issunboushi|MOVIE|FINISHED|1918-03-20|WINTER|1|1||101
          tags-multiple_tags|1|Cowboy Bebop|TV|FINISHED|1998-04-03|SPRING|26|25|82.23|159855
          title-special_chars|11260|Tobidasu PriPara: Mi~nna de Mezase! Idol☆Grand Prix|MOVIE|FINISHED|2015-10-24|FALL|1|1|73.33|234
          type-ona|11613|Koyomimonogatari|ONA|FINISHED|2016-01-10|WINTER|12|14|75.5|17239
          type-tv|6266|Mirai Nikki (TV)|TV|FINISHED|2011-10-09|FALL|26|23|74.94|123871
          """)
  void everyRecordedAnimeIsDecoded(
      String file,
      String id,
      String title,
      MediaFormat format,
      MediaStatus status,
      String start,
      SeasonOfYear season,
      Integer episodes,
      Integer minutes,
      Double score,
      double popularity) {
    Media anime = detail(file);

    assertThat(anime.id()).isEqualTo("kitsu:" + id);
    assertThat(anime.sourceId()).isEqualTo(id);
    assertThat(anime.kind()).isEqualTo(MediaKind.ANIME);
    assertThat(anime.title().preferred()).isEqualTo(title);
    assertThat(anime.format()).isEqualTo(format);
    assertThat(anime.status()).isEqualTo(status);
    assertThat(anime.startDate() == null ? null : anime.startDate().toString()).isEqualTo(start);
    assertThat(anime.year())
        .isEqualTo(start == null ? null : Integer.valueOf(start.substring(0, 4)));
    assertThat(anime.season()).isEqualTo(season);
    assertThat(anime.episodes()).isEqualTo(episodes);
    assertThat(anime.durationMinutes()).isEqualTo(minutes);
    assertThat(anime.score()).isEqualTo(score);
    assertThat(anime.popularity()).isEqualTo(popularity);
    assertThat(anime.adult()).isFalse();
    assertThat(anime.links()).containsExactly(new Link("Kitsu", "https://kitsu.app/anime/" + id));
    assertThat(anime.nextEpisode()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          anime_season-null||Maid|4||2
          anime_season-season__summer||Fantasy|3|CoMix Wave Films|3
          duration-0|Music|Music|1||0
          duration-null|Comedy,Kids|Ninja|3|Ajia-Do|6
          producers-no_producers|Drama|Drama|1||0
          scores-score|Slice of Life,Drama,Romance|Romance|9|CoMix Wave Films|3
          status-null||Comedy|5|Production I.G|3
          tags-multiple_tags|Comedy,Sci-Fi,Space,Drama,Action,Adventure|Science Fiction|14||5
          title-special_chars|School,Music,Slice of Life|School Life|4|10Gauge|0
          type-ona|Comedy,Mystery,Supernatural|Comedy|3|Shaft|5
          type-tv|Mystery,Supernatural,Psychological,Thriller,Action|Battle Royale|17|Asread|5
          """)
  void relatedResourcesAreFoundInTheDocument(
      String file, String genres, String firstTag, int tags, String studio, int relations) {
    Media anime = detail(file);

    assertThat(anime.genres())
        .isEqualTo(genres == null ? List.of() : List.of(genres.split(",", -1)));
    assertThat(anime.tags()).startsWith(firstTag).hasSize(tags);
    assertThat(anime.studios()).isEqualTo(studio == null ? List.of() : List.of(studio));
    assertThat(anime.relations()).hasSize(relations);
  }

  @Test
  void completeAnimeIsDecoded() {
    Media anime = detail("type-tv");

    assertThat(anime.title().english()).isEqualTo("The Future Diary");
    assertThat(anime.title().romaji()).isEqualTo("Mirai Nikki (TV)");
    assertThat(anime.title().nativeName()).isEqualTo("未来日記");
    assertThat(anime.title().original()).isEqualTo("未来日記");
    assertThat(anime.synonyms()).containsExactly("Mirai Nikki", "Mirai Nikki (2011)");
    assertThat(anime.endDate()).hasToString("2012-04-15");
    assertThat(anime.description())
        .startsWith("Lonely high school student")
        .endsWith("[Written by MAL Rewrite]");
    assertThat(anime.images().poster()).isEqualTo(PICTURES + "poster_images/6266/large.jpg");
    assertThat(anime.images().backdrop()).isEqualTo(PICTURES + "cover_images/6266/large.jpg");
    assertThat(anime.trailer())
        .isEqualTo(new Trailer("youtube", "https://www.youtube.com/watch?v=cOmW9c43QkA"));
    assertThat(anime.relations())
        .startsWith(
            new Related(
                "SIDE_STORY",
                "kitsu:6750",
                "Mirai Nikki (TV): Ura Mirai Nikki",
                MediaKind.ANIME,
                MediaFormat.SPECIAL,
                2012,
                PICTURES + "poster_images/6750/large.jpg"))
        .extracting(Related::relation)
        .containsExactly("SIDE_STORY", "ADAPTATION", "ADAPTATION", "SEQUEL", "ALTERNATIVE");
    assertThat(anime.relations().get(1).id()).isEqualTo("kitsu:manga:1331");
    assertThat(anime.relations().get(2).format()).isEqualTo(MediaFormat.NOVEL);
    assertThat(anime.streams()).isEmpty();
    assertThat(anime.externalIds()).isEmpty();
  }

  @Test
  void animeWithoutImagesHasNone() {
    Media anime = detail("picture_and_thumbnail-null");

    assertThat(anime.images().poster()).isNull();
    assertThat(anime.images().backdrop()).isNull();
    assertThat(anime.trailer()).isNull();
    assertThat(anime.title().nativeName()).isNull();
    assertThat(anime.endDate()).hasToString("2012-06-06");
    assertThat(anime.description()).isEqualTo("Episodes 5 and 6 of Life of the Dead.");
    assertThat(anime.relations())
        .extracting(Related::relation, Related::id)
        .containsExactly(tuple("SEQUEL", "kitsu:47299"), tuple("PREQUEL", "kitsu:10640"));
  }

  @Test
  void emptyTextsAreAbsent() {
    Media anime = detail("title-special_chars");

    assertThat(anime.title().english()).isNull();
    assertThat(anime.title().romaji())
        .isEqualTo("Tobidasu PriPara: Mi~nna de Mezase! Idol☆Grand Prix");
    assertThat(anime.description()).isNull();
    assertThat(anime.trailer()).isNull();
  }

  @Test
  void answerWithoutIncludedResourcesIsDecoded() {
    Media anime = detail("related_anime-no_property_called_included");

    assertThat(anime.genres()).isEmpty();
    assertThat(anime.tags()).isEmpty();
    assertThat(anime.studios()).isEmpty();
    assertThat(anime.relations()).isEmpty();
    assertThat(anime.trailer().url()).isEqualTo("https://www.youtube.com/watch?v=Y8vOpKR8xkI");
  }

  @Test
  void everyRecordedPageIsDecoded() throws IOException {
    Path folder = Fixtures.path("fixtures/kitsu");
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(16);
    for (Path file : files) {
      JsonNode body = Fixtures.json("fixtures/kitsu/" + file.getFileName());
      upstream.answers(200, body.toString());
      MediaPage page =
          ((Answer.Value<MediaPage>) provider.popular(new ProviderPage(1), upstream.call()))
              .value();

      assertThat(page.hasNextPage()).isFalse();
      assertThat(page.items())
          .extracting(Media::sourceId)
          .containsExactly(body.at("/data/0/id").asText());
    }
  }
}
