package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.web.RouteCache.ResolvedRoute;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RouteCacheTest {

  private static final String SEARCH = "/api/anilist/search";

  private final RouteCache routes = new RouteCache();
  private final ResolvedRoute route = route(1);

  private static ResolvedRoute route(int id) {
    CachedOperation<MediaById, String> operation =
        new CachedOperation<>(
            "test",
            "test",
            Duration.ofHours(1),
            "Test.of",
            "",
            String.class,
            (request, call) -> Answer.of("answer"));
    return new ResolvedRoute(CachedRequest.of(operation, new MediaById(id)), SEARCH);
  }

  @Test
  void targetIsKnownByPathAndQuery() {
    routes.put(SEARCH, "q=naruto", route);
    routes.put("/api/providers/archive/media/item-1", null, route);

    assertThat(routes.get(SEARCH, "q=naruto")).isSameAs(route);
    assertThat(routes.get("/api/providers/archive/media/item-1", null)).isSameAs(route);
    assertThat(routes.get(SEARCH, "q=bleach")).isNull();
    assertThat(routes.get(SEARCH, null)).isNull();
    assertThat(routes.get(SEARCH, "")).isNull();
  }

  @Test
  void longTargetIsNotKept() {
    String query = "q=" + "x".repeat(500);
    routes.put(SEARCH, query, route);

    assertThat(routes.get(SEARCH, query)).isNull();
  }

  @Test
  void numberOfTargetsIsBounded() {
    for (int i = 0; i < 30_000; i++) {
      routes.put(SEARCH, "page=" + i, route);
    }

    long kept = 0;
    for (int i = 0; i < 30_000; i++) {
      kept += routes.get(SEARCH, "page=" + i) == null ? 0 : 1;
    }
    assertThat(kept).isBetween(1L, 10_000L);
  }
}
