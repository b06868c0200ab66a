package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartialDateTest {

  @ParameterizedTest
  @CsvSource({
    "2015, 2015",
    "2015-10, 2015-10",
    "2015-10-24, 2015-10-24",
    "2015-10-24T12:00:00Z, 2015-10-24",
    "2015-10-24 12:00, 2015-10-24",
    "2013-00-00, 2013",
    "2013-04-00, 2013-04",
    "2013-13-01, 2013",
    "2013-02-31, 2013-02",
    "1950-1955, 1950",
    "circa 1950, 1950",
    "c1950, 1950",
    "[1950], 1950",
    "1950s, 1950",
    "'April 5, 1950', 1950",
    "9999-12-31, 9999-12-31"
  })
  void textKeepsWhatItTellsOfADate(String text, String date) {
    assertThat(PartialDate.parse(text)).hasToString(date);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "unknown",
        "0001-01-01",
        "0001-01-01T00:00:00Z",
        "1799-05-05",
        "0000-00-00",
        "20110112",
        "99999",
        "10/11/12"
      })
  void textWithoutAYearIsNoDate(String text) {
    assertThat(PartialDate.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 1799, 10000, 20110112})
  void numberThatIsNoYearIsUnknown(int year) {
    assertThat(PartialDate.ofParts(year, 1, 1)).isNull();
    assertThat(PartialDate.isYear(year)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new PartialDate(year, null, null));
  }

  @Test
  void partsAfterAnUnknownOneAreDropped() {
    assertThat(PartialDate.ofParts(2000, null, 5)).hasToString("2000");
    assertThat(PartialDate.ofParts(2000, 2, 30)).hasToString("2000-02");
    assertThat(PartialDate.ofParts(2000, 2, 29)).hasToString("2000-02-29");
    assertThat(PartialDate.ofParts(null, 2, 29)).isNull();
  }
}
