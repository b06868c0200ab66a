package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MovieList;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.SeriesList;
import dev.anyflix.domain.media.TmdbCollection;
import dev.anyflix.domain.media.TmdbDiscover;
import dev.anyflix.domain.media.TmdbGenreList;
import dev.anyflix.domain.media.TmdbMovieList;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSeason;
import dev.anyflix.domain.media.TmdbSeriesList;
import dev.anyflix.domain.media.TmdbTrending;
import dev.anyflix.domain.media.TrendingWindow;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every address that the adapter sends has a path and parameters of TMDB's specification. */
@Tag("recorded")
final class TmdbSpecificationTest {

  private static final LanguageTag GERMAN = new LanguageTag("de-DE");
  private static final Region DE = new Region("DE");

  /** TMDB supports these, but its specification lacks them. */
  private static final Map<String, Set<String>> UNSPECIFIED =
      Map.of(
          "/3/trending/{}/{}", Set.of("page"),
          "/3/movie/{}", Set.of("include_video_language"));

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final TmdbHttpSource source =
      TestTmdb.source(upstream.http(), upstream.config(), "0123456789abcdef", "en-US");
  private final Map<String, JsonNode> paths = new HashMap<>();
  private final JsonNode recorded =
      Fixtures.json("fixtures/tmdb/body-tv-series-details-append-response.json");

  @Test
  void everyAddressIsSpecified() {
    Fixtures.json("specs/tmdb-v3.openapi.json")
        .get("paths")
        .properties()
        .forEach(path -> paths.put(path.getKey(), path.getValue().get("get")));
    upstream.answers(404, "{\"success\": false}");
    List<Consumer<Call>> calls = new ArrayList<>();
    calls.add(source::configuration);
    calls.add(call -> source.genres(new TmdbGenreList(GERMAN), call));
    calls.add(call -> source.search(new TmdbSearch("x", GERMAN, 2), call));
    calls.add(call -> source.movie(TestTmdb.title(603), call));
    calls.add(call -> source.series(TestTmdb.title(1396), call));
    calls.add(call -> source.season(new TmdbSeason(1396, 0, GERMAN), call));
    calls.add(call -> source.collection(new TmdbCollection(2344, GERMAN), call));
    for (MediaKind type : new MediaKind[] {null, MediaKind.MOVIE, MediaKind.SERIES}) {
      for (TrendingWindow window : TrendingWindow.values()) {
        calls.add(call -> source.trending(new TmdbTrending(type, window, GERMAN, 1), call));
      }
    }
    for (MovieList list : MovieList.values()) {
      calls.add(call -> source.movieList(new TmdbMovieList(list, GERMAN, DE, 1), call));
    }
    for (SeriesList list : SeriesList.values()) {
      calls.add(call -> source.seriesList(new TmdbSeriesList(list, GERMAN, 1), call));
    }
    for (String sort : TmdbDiscover.MOVIE_SORTS) {
      calls.add(call -> source.discoverMovies(discover(sort), call));
    }
    for (String sort : TmdbDiscover.SERIES_SORTS) {
      calls.add(call -> source.discoverSeries(discover(sort), call));
    }
    for (Consumer<Call> call : calls) {
      int before = upstream.requests().size();
      catchThrowableOfType(MediaSourceException.class, () -> call.accept(upstream.call()));
      assertThat(upstream.requests()).hasSize(before + 1);
      check(upstream.lastRequest().getUrl());
    }
  }

  private static TmdbDiscover discover(String sort) {
    return new TmdbDiscover(
        List.of("drama"),
        2024,
        LocalDate.parse("2024-01-01"),
        LocalDate.parse("2024-12-31"),
        sort,
        70,
        100,
        "ja",
        DE,
        List.of(8),
        DE,
        20,
        120,
        GERMAN,
        1);
  }

  private void check(HttpUrl url) {
    String path = "/3" + url.encodedPath();
    String template =
        paths.keySet().stream()
            .filter(each -> path.matches(each.replaceAll("\\{\\w+}", "\\\\w+")))
            .min(Comparator.comparingInt(each -> each.split("\\{", -1).length))
            .orElseThrow(() -> new AssertionError(path));
    Map<String, JsonNode> allowed = new HashMap<>();
    addParameters(allowed, template);
    String appended = url.queryParameter("append_to_response");
    for (String part : appended == null ? new String[0] : appended.split(",")) {
      String partTemplate = template + "/" + part;
      assertThat(paths.containsKey(partTemplate) || recorded.has(part) || isOfFilms(part))
          .as(partTemplate)
          .isTrue();
      addParameters(allowed, partTemplate);
    }
    Set<String> more =
        UNSPECIFIED.getOrDefault(
            template.startsWith("/3/trending")
                ? "/3/trending/{}/{}"
                : template.replaceAll("\\{\\w+}", "{}"),
            Set.of());
    for (String name : url.queryParameterNames()) {
      if (name.equals("api_key") || more.contains(name)) {
        continue;
      }
      assertThat(allowed).as(url.toString()).containsKey(name);
      List<String> words = new ArrayList<>();
      allowed.get(name).path("schema").path("enum").forEach(word -> words.add(word.asText()));
      if (!words.isEmpty()) {
        assertThat(words).as(name).contains(url.queryParameter(name));
      }
    }
  }

  /** The specification has these lists of films, and not those of series. */
  private boolean isOfFilms(String part) {
    return part.equals("translations") || paths.containsKey("/3/movie/{movie_id}/" + part);
  }

  private void addParameters(Map<String, JsonNode> allowed, String template) {
    JsonNode get = paths.get(template);
    if (get != null) {
      get.path("parameters")
          .forEach(parameter -> allowed.put(parameter.get("name").textValue(), parameter));
    }
  }
}
