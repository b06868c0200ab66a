package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.InvalidRequestException.Problem;
import dev.anyflix.web.RouteCache.ResolvedRoute;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteCacheTest {

  private static final String MEDIA = "/api/anilist/media/";

  private final RouteCache routes = new RouteCache();
  private final AtomicInteger readings = new AtomicInteger();

  private record Request(String text) {}

  private static ResolvedRoute target(String text) {
    CachedOperation<Request, String> operation =
        new CachedOperation<>(
            "test", "test", Duration.ofHours(1), "Test.of", "", (asked, call) -> Answer.of(text));
    return new ResolvedRoute(
        new CachedRequest<>(operation, new Request(text), text, CacheKey.of("test", text)),
        "/route");
  }

  private ResolvedRoute read(String number) {
    readings.incrementAndGet();
    try {
      return target("number " + Integer.parseInt(number));
    } catch (NumberFormatException e) {
      throw new InvalidRequestException(List.of(new Problem("id", "must be a number")));
    }
  }

  @BeforeEach
  void readNumbersOfMedia() {
    routes.parseNumbers(MEDIA, this::read);
  }

  @Test
  void everyNumberIsItsOwnHoweverManyThereAre() {
    for (int round = 0; round < 2; round++) {
      for (int number = 1; number <= 20_000; number++) {
        ResolvedRoute known = routes.get(MEDIA + number, null);
        assertThat(known).isNotNull();
        assertThat(known.request().text()).isEqualTo("number " + number);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "7", MEDIA, MEDIA + "x", MEDIA + "7x", MEDIA + "x7", "/other/7"})
  void whatIsNoNumberBehindAKnownPathIsNotRead(String path) {
    assertThat(routes.get(path, null)).isNull();
    assertThat(readings).hasValue(0);
  }

  @Test
  void aNumberThatItsRouteWouldRefuseIsNotKnown() {
    assertThat(routes.get(MEDIA + "99999999999", null)).isNull();
  }

  @Test
  void aNumberWithAQueryIsLeftToItsRoute() {
    assertThat(routes.get(MEDIA + 7, "a=b")).isNull();
    assertThat(routes.get(MEDIA + 7, "")).isNull();
  }

  @Test
  void aNumberOfAnyLengthTakesNoRoom() {
    assertThat(routes.get(MEDIA + "0".repeat(1000) + 7, null)).isNull();
    assertThat(readings).hasValue(0);
  }

  @Test
  void aTargetThatARouteHasReadIsKnownByItsPathAndQuery() {
    ResolvedRoute search = target("search");
    routes.put("/api/anilist/search", "q=naruto", search);
    routes.put("/api/archive/media/item-1", null, search);

    assertThat(routes.get("/api/anilist/search", "q=naruto")).isSameAs(search);
    assertThat(routes.get("/api/archive/media/item-1", null)).isSameAs(search);
    assertThat(routes.get("/api/anilist/search", "q=bleach")).isNull();
    assertThat(routes.get("/api/anilist/search", null)).isNull();
  }

  @Test
  void aTargetTooLongToKeepIsNotKept() {
    routes.put("/api/anilist/search", "q=" + "x".repeat(500), target("search"));

    assertThat(routes.get("/api/anilist/search", "q=" + "x".repeat(500))).isNull();
  }
}
