package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TitleTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Alien Director's Cut | Alien",
        "Alien Directors Cut | Alien",
        "Alien (Director’s Cut) | Alien",
        "Alien: The Director's Cut | Alien",
        "Alien.Directors.Cut | Alien",
        "Alien - Extended | Alien",
        "Alien Extended Edition | Alien",
        "Alien [Special Edition] | Alien",
        "Alien Assembly Cut | Alien",
        "Alien Final Cut | Alien",
        "Alien DC | Alien",
        "Alien 40th Anniversary Edition | Alien",
        "Alien Extended Remastered | Alien",
        "The Final Cut | The Final Cut",
        "Final Cut | Final Cut",
        "Extended | Extended",
        "DC League of Super-Pets | DC League of Super-Pets",
        "Uncut Gems | Uncut Gems",
        "Washington dc | Washington dc",
      })
  void editionAtTheEndIsNotPartOfTheTitle(String text, String title) {
    assertThat(TitleText.withoutEdition(text)).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The Office (UK) | The Office | GB",
        "The Office [US] | The Office | US",
        "Shameless US | Shameless | US",
        "Shameless.US.S05E03 | Shameless.S05E03 | US",
        "Ghosts (US) Season 2 | Ghosts Season 2 | US",
        "Kath & Kim AU | Kath & Kim | AU",
        "Bron (SE) | Bron | SE",
      })
  void countryAfterTheTitleIsRead(String text, String title, String country) {
    assertThat(TitleText.located(text)).isEqualTo(new TitleText.Located(title, country));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Us", "US", "The US", "This Is Us", "It", "Come and Get It in", "(US)"})
  void wordOfTheTitleIsNoCountry(String text) {
    assertThat(TitleText.located(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Dune 2021 | false | Dune | 2021 | false",
        "Dune (2021) | false | Dune | 2021 | false",
        "Dune (2021) extras | false | Dune | 2021 | false",
        "Dune.2021.HDR | true | Dune | 2021 | false",
        "The.Office.2005.S03E12 | false | The.Office.S03E12 | 2005 | true",
        "Stranger Things Season 4 (2022) | false | Stranger Things Season 4 | 2022 | false",
      })
  void yearAfterTheTitleIsRead(
      String text, boolean release, String title, int year, boolean ofSeries) {
    assertThat(TitleText.dated(text, release))
        .isEqualTo(new TitleText.Dated(title, year, ofSeries));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1917", "Dune", "Summer of 1999 Again", "Room 20215"})
  void numberWithinTheTitleIsNoYear(String text) {
    assertThat(TitleText.dated(text, false)).isNull();
  }

  @Test
  void twoTitlesInOneAreSplit() {
    assertThat(TitleText.halves("Attack on Titan / Shingeki no Kyojin"))
        .containsExactly("Attack on Titan", "Shingeki no Kyojin");
    assertThat(TitleText.halves("A Silent Voice [Koe no Katachi]"))
        .containsExactly("A Silent Voice", "Koe no Katachi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Face/Off", "Dune / Part Two", "A / B / C", "Heat", "[Rec]", "Heat / The"})
  void oneTitleIsNotSplit(String text) {
    assertThat(TitleText.halves(text)).isEmpty();
  }

  @Test
  void releaseTagsAreNotPartOfTheTitle() {
    assertThat(TitleText.withoutReleaseTags("[Group] Heat - 01 (1080p).mkv"))
        .isEqualTo("Heat - 01");
    assertThat(TitleText.isReleaseName("Heat.1995.DVDScr.DD5.1")).isTrue();
    assertThat(TitleText.isReleaseName("4K")).isFalse();
  }
}
