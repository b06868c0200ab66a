package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizedTitleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Rocky II | rocky 2",
        "The Godfather Part III | the godfather 3",
        "Dune: Part One | dune",
        "Fast Five | fast 5",
        "Saw V | saw 5",
        "V for Vendetta | v for vendetta",
        "Batman vs. Superman | batman v superman",
        "The King and I | the king and i",
        "Stargate SG-1 | stargate sg",
        "进击的巨人 第3期 | 进击的巨人 3",
        "Straße & Ørsted | strasse and orsted",
        "がぎ | がぎ",
        "ＦＵＬＬ　ＷＩＤＴＨ | full width",
      })
  void wordsAndNumbersAreNormalized(String title, String words) {
    assertThat(NormalizedTitle.parse(title).words()).containsExactly(words.split(" "));
  }

  @Test
  void subtitleIsASegment() {
    assertThat(NormalizedTitle.parse("Mad Max: Fury Road").segments())
        .extracting(NormalizedTitle::joined)
        .containsExactly("madmax", "furyroad");
    assertThat(NormalizedTitle.parse("3:10 to Yuma").segments()).isEmpty();
  }

  @Test
  void textAfterAnEpisodeNumberIsNotPartOfTheTitle() {
    NormalizedTitle title = NormalizedTitle.parse("Breaking.Bad.S05E14.Ozymandias");

    assertThat(title.words()).containsExactly("breaking", "bad", "5");
    assertThat(title.namesSeason()).isTrue();
    assertThat(title.withoutSeason().words()).containsExactly("breaking", "bad");
  }

  @Test
  void articleIsNeverTheWholeTitle() {
    assertThat(NormalizedTitle.parse("A").core()).containsExactly("a");
    assertThat(NormalizedTitle.parse("The The").core()).isNotEmpty();
  }
}
