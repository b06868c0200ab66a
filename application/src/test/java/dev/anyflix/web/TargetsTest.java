package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.InvalidRequestException.Problem;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.web.Targets.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

  private static final String MEDIA = "/api/anilist/media/";

  private final Targets targets = new Targets();
  private final AtomicInteger readings = new AtomicInteger();

  private record Request(String text) {}

  private static Target target(String text) {
    CachedOperation<Request, String> operation =
        new CachedOperation<>(
            "test",
            SettingTable.ANILIST_MEDIA_TTL,
            "Test.of",
            "",
            (asked, call) -> Answer.of(text));
    return new Target(
        new CachedRequest<>(
            operation, new Request(text), text, CacheKey.of("test", text), Duration.ofSeconds(1)),
        Attribution.ANILIST,
        "/route");
  }

  private Target read(String number) {
    readings.incrementAndGet();
    try {
      return target("number " + Integer.parseInt(number));
    } catch (NumberFormatException e) {
      throw new InvalidRequestException(List.of(new Problem("id", "must be a number")));
    }
  }

  @BeforeEach
  void readNumbersOfMedia() {
    targets.readNumbers(MEDIA, this::read);
  }

  @Test
  void aNumberThatIsAskedForOftenIsSoonReadNoMore() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(targets.get(MEDIA + 7, null)).isNotNull();
    }

    assertThat(readings).hasValueLessThan(5_000);
    assertThat(targets.get(MEDIA + 7, null)).isSameAs(targets.get(MEDIA + 7, null));
  }

  @Test
  void everyNumberIsItsOwnHoweverManyThereAre() {
    for (int round = 0; round < 2; round++) {
      for (int number = 1; number <= 20_000; number++) {
        Target known = targets.get(MEDIA + number, null);
        assertThat(known).isNotNull();
        assertThat(known.asked().text()).isEqualTo("number " + number);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "7", MEDIA, MEDIA + "x", MEDIA + "7x", MEDIA + "x7", "/other/7"})
  void whatIsNoNumberBehindAKnownPathIsNotRead(String path) {
    assertThat(targets.get(path, null)).isNull();
    assertThat(readings).hasValue(0);
  }

  @Test
  void aNumberThatItsRouteWouldRefuseIsNotKnown() {
    assertThat(targets.get(MEDIA + "99999999999", null)).isNull();
  }

  @Test
  void aNumberWithAQueryIsLeftToItsRoute() {
    assertThat(targets.get(MEDIA + 7, "a=b")).isNull();
    assertThat(targets.get(MEDIA + 7, "")).isNull();
  }

  @Test
  void aNumberOfAnyLengthTakesNoRoom() {
    assertThat(targets.get(MEDIA + "0".repeat(1000) + 7, null)).isNull();
    assertThat(readings).hasValue(0);
  }

  @Test
  void aTargetThatARouteHasReadIsKnownByItsPathAndQuery() {
    Target search = target("search");
    targets.put("/api/anilist/search", "q=naruto", search);
    targets.put("/api/archive/media/item-1", null, search);

    assertThat(targets.get("/api/anilist/search", "q=naruto")).isSameAs(search);
    assertThat(targets.get("/api/archive/media/item-1", null)).isSameAs(search);
    assertThat(targets.get("/api/anilist/search", "q=bleach")).isNull();
    assertThat(targets.get("/api/anilist/search", null)).isNull();
  }

  @Test
  void aTargetTooLongToKeepIsNotKept() {
    targets.put("/api/anilist/search", "q=" + "x".repeat(500), target("search"));

    assertThat(targets.get("/api/anilist/search", "q=" + "x".repeat(500))).isNull();
  }
}
