package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.MovieList;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderEpisodes;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.SeasonOfYear;
import dev.anyflix.domain.media.SeriesList;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbCollection;
import dev.anyflix.domain.media.TmdbDiscover;
import dev.anyflix.domain.media.TmdbFind;
import dev.anyflix.domain.media.TmdbGenreList;
import dev.anyflix.domain.media.TmdbMovieList;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSeason;
import dev.anyflix.domain.media.TmdbSeriesList;
import dev.anyflix.domain.media.TmdbTitle;
import dev.anyflix.domain.media.TmdbTrending;
import dev.anyflix.domain.media.TrendingWindow;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeProvider;
import dev.anyflix.domain.testing.FakeTmdb;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Walks the table: every row has a prefix of its own, and every part of a request is in its key.
 */
final class OperationsTest {

  private static final AniListSearch FULL_SEARCH =
      new AniListSearch(
          "naruto",
          MediaKind.ANIME,
          MediaFormat.TV,
          MediaStatus.FINISHED,
          SeasonOfYear.FALL,
          2002,
          List.of("Action"),
          List.of("Ninja"),
          MediaSort.SCORE_DESC,
          false,
          1,
          20);

  private static final Region US = new Region("US");

  private static final TmdbDiscover DISCOVER =
      new TmdbDiscover(
          List.of("28"),
          2024,
          LocalDate.parse("2024-01-01"),
          LocalDate.parse("2024-12-30"),
          TmdbDiscover.DEFAULT_SORT,
          50,
          100,
          "ja",
          new Region("JP"),
          List.of(8),
          US,
          20,
          120,
          LanguageTag.ENGLISH,
          1);

  /** Others of the words that not any text can replace. */
  private static final Map<String, String> OTHER_WORDS =
      Map.of(
          TmdbDiscover.DEFAULT_SORT,
          "popularity.asc",
          "ja",
          "ko",
          "imdb",
          "tvdb",
          "anilist",
          "mal",
          "1",
          "2");

  /** A request for each row, by the method that answers it. */
  private static final Map<String, Record> REQUESTS =
      Map.ofEntries(
          Map.entry("AniListSource.media", new MediaById(603)),
          Map.entry("AniListSource.mediaByMal", new MediaById(603)),
          Map.entry("AniListSource.search", FULL_SEARCH),
          Map.entry("AniListSource.searchAnime", new AnimeSearch("naruto", 1, 20)),
          Map.entry("AniListSource.trending", new PageRequest(1, 20)),
          Map.entry("AniListSource.popular", new PageRequest(1, 20)),
          Map.entry(
              "AniListSource.season",
              new AniListSeason(2026, SeasonOfYear.FALL, MediaSort.SCORE_DESC, 1, 20)),
          Map.entry("AniListSource.schedule", AniListSchedule.ofDay(Instant.EPOCH, 20)),
          Map.entry("AniListSource.genres", new Operations.NoParameters()),
          Map.entry("TmdbSource.configuration", new Operations.NoParameters()),
          Map.entry("TmdbSource.genres", new TmdbGenreList(LanguageTag.ENGLISH)),
          Map.entry("TmdbSource.search", new TmdbSearch("matrix", LanguageTag.ENGLISH, 1)),
          Map.entry("TmdbSource.movie", new TmdbTitle(603, LanguageTag.ENGLISH, US)),
          Map.entry("TmdbSource.series", new TmdbTitle(603, LanguageTag.ENGLISH, US)),
          Map.entry("TmdbSource.season", new TmdbSeason(1396, 0, LanguageTag.ENGLISH)),
          Map.entry("TmdbSource.collection", new TmdbCollection(2344, LanguageTag.ENGLISH)),
          Map.entry(
              "TmdbSource.trending",
              new TmdbTrending(MediaKind.MOVIE, TrendingWindow.DAY, LanguageTag.ENGLISH, 1)),
          Map.entry(
              "TmdbSource.movieList",
              new TmdbMovieList(MovieList.POPULAR, LanguageTag.ENGLISH, US, 1)),
          Map.entry(
              "TmdbSource.seriesList",
              new TmdbSeriesList(SeriesList.POPULAR, LanguageTag.ENGLISH, 1)),
          Map.entry("TmdbSource.discoverMovies", DISCOVER),
          Map.entry("TmdbSource.discoverSeries", DISCOVER),
          Map.entry("TmdbMatching.match", new TitleQuery("The Matrix", 1999, MediaKind.MOVIE)),
          Map.entry("TmdbSource.find", new TmdbFind("imdb", "tt0133093", LanguageTag.ENGLISH)),
          Map.entry("IdMapping.map", new TitleId("anilist", "1")),
          Map.entry("ContentProvider.popular", new ProviderPage(1)),
          Map.entry("ContentProvider.trending", new ProviderPage(1)),
          Map.entry("ContentProvider.latest", new ProviderPage(1)),
          Map.entry("ContentProvider.search", new ProviderSearch("matrix", 1)),
          Map.entry("ContentProvider.detail", new ProviderItem("1")),
          Map.entry("ContentProvider.episodes", new ProviderEpisodes("1", 1)),
          Map.entry("ContentProvider.byExternalId", new ExternalId("mal", "1")));

  private final Operations operations =
      new Operations(
          new FakeAniList((id, call) -> fail(), (list, call) -> fail()),
          new FakeTmdb((detail, call) -> fail(), (search, call) -> fail()),
          List.of(shelf("one", ""), shelf("two", "")),
          TestParts.TTLS);

  private static <T> Answer<T> fail() {
    throw new AssertionError("nobody asks");
  }

  private Stream<CachedOperation<?, ?>> rows() {
    return operations.all().stream();
  }

  private static Record requestOf(CachedOperation<?, ?> row) {
    Record request = REQUESTS.get(row.method());
    assertThat(request).as("a request of %s in REQUESTS of this test", row.method()).isNotNull();
    return request;
  }

  /** The keys that a row makes of its request, and of it with any one part changed. */
  private static List<CacheKey> keysOf(CachedOperation<?, ?> row) {
    return keysOf(row, requestOf(row));
  }

  @SuppressWarnings(
      "unchecked") // The request is of the row's type: it is asked of the same method.
  private static <Q extends Record> List<CacheKey> keysOf(
      CachedOperation<?, ?> row, Record request) {
    var typed = (CachedOperation<Q, ?>) row;
    List<CacheKey> keys = new ArrayList<>(List.of(typed.keyOf((Q) request)));
    for (int part = 0; part < request.getClass().getRecordComponents().length; part++) {
      keys.add(typed.keyOf((Q) changed(request, part)));
    }
    return keys;
  }

  private static Record changed(Record request, int part) {
    RecordComponent changing = request.getClass().getRecordComponents()[part];
    return withValues(
        request,
        (component, value) ->
            component.getName().equals(changing.getName()) ? other(value) : value);
  }

  private static Record withValues(
      Record request, BiFunction<RecordComponent, Object, @Nullable Object> change) {
    try {
      RecordComponent[] components = request.getClass().getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = change.apply(components[i], components[i].getAccessor().invoke(request));
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return request.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object other(Object value) {
    if (value instanceof String text) {
      return OTHER_WORDS.getOrDefault(text, text + " 2");
    }
    if (value instanceof LanguageTag) {
      return new LanguageTag("de-DE");
    }
    if (value instanceof Region region) {
      return new Region(region.equals(US) ? "DE" : "KR");
    }
    if (value instanceof LocalDate date) {
      return date.plusDays(1);
    }
    if (value instanceof List<?> list && list.get(0) instanceof Integer) {
      return List.of(9);
    }
    if (value instanceof Integer number) {
      return number + 1;
    }
    if (value instanceof Instant time) {
      return time.plusSeconds(1);
    }
    if (value instanceof Boolean yes) {
      return !yes;
    }
    if (value instanceof MediaKind kind) {
      return switch (kind) {
        case ANIME -> MediaKind.MANGA;
        case MANGA -> MediaKind.ANIME;
        case MOVIE -> MediaKind.SERIES;
        case SERIES, VIDEO -> MediaKind.MOVIE;
      };
    }
    if (value instanceof Enum<?> constant) {
      Object[] constants = constant.getDeclaringClass().getEnumConstants();
      return constants[(constant.ordinal() + 1) % constants.length];
    }
    return List.of("Other");
  }

  @Test
  void everyRowOfASourceHasAPrefixOfItsOwn() {
    List<String> methods = rows().map(CachedOperation::method).distinct().toList();

    assertThat(operations.prefixes()).hasSameSizeAs(methods);
  }

  @Test
  void changingAnyOnePartOfARequestChangesTheKey() {
    rows()
        .forEach(
            row -> {
              List<CacheKey> keys = keysOf(row);
              assertThat(keys).as(row.method()).doesNotHaveDuplicates();
            });
  }

  @Test
  void keysAreEqualIfAndOnlyIfTheRequestsAre() {
    long seed = System.nanoTime();
    System.out.println("[keys] seed " + seed);
    var random = new Random(seed);
    rows().forEach(row -> assertKeysTellRequestsApart(row, random, seed));
  }

  @SuppressWarnings(
      "unchecked") // The request is of the row's type: the row is found by its method.
  private static <Q extends Record> void assertKeysTellRequestsApart(
      CachedOperation<?, ?> row, Random random, long seed) {
    var typed = (CachedOperation<Q, ?>) row;
    Record base = requestOf(row);
    for (int round = 0; round < 300; round++) {
      Q one = (Q) varied(base, random);
      Q other = (Q) varied(base, random);
      assertThat(typed.keyOf(one).equals(typed.keyOf(other)))
          .as("%s and %s, seed %d", one, other, seed)
          .isEqualTo(one.equals(other));
    }
  }

  /** The request, in which each part is left, changed, or left out where it may be absent. */
  private static Record varied(Record request, Random random) {
    return withValues(
        request,
        (component, value) ->
            switch (random.nextInt(8)) {
              case 0, 1 -> value == null ? null : other(value);
              case 2 ->
                  component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? null : value;
              default -> value;
            });
  }

  @Test
  void noTwoRowsShareAKey() {
    Set<CacheKey> seen = new HashSet<>();
    rows().forEach(row -> assertThat(seen.addAll(keysOf(row))).as(row.method()).isTrue());

    assertThat(seen).hasSize(rows().mapToInt(row -> keysOf(row).size()).sum());
  }

  @Test
  void languagesAndRegionsDoNotShareAKey() {
    var english = new TmdbTitle(603, LanguageTag.ENGLISH, US);

    assertThat(operations.tmdbMovie.keyOf(english))
        .isEqualTo(operations.tmdbMovie.keyOf(new TmdbTitle(603, new LanguageTag("EN-us"), US)))
        .isNotEqualTo(operations.tmdbMovie.keyOf(new TmdbTitle(603, new LanguageTag("en"), US)))
        .isNotEqualTo(
            operations.tmdbMovie.keyOf(new TmdbTitle(603, LanguageTag.ENGLISH, new Region("GB"))));
  }

  @Test
  void theOrderOfNamesInAListIsNoPartOfTheKey() {
    assertThat(operations.anilistSearch.keyOf(withGenres("Action", "Drama")))
        .isEqualTo(operations.anilistSearch.keyOf(withGenres("Drama", "Action", "Drama")));
  }

  private static AniListSearch withGenres(String... genres) {
    return new AniListSearch(
        "naruto", null, null, null, null, null, List.of(genres), List.of(), null, false, 1, 20);
  }

  @Test
  void whatStructuresACanonicalTextCannotBeForgedByAValue() {
    assertThat(operations.anilistSearchAnime.keyOf(new AnimeSearch("a&page=2", 1, 20)))
        .isNotEqualTo(operations.anilistSearchAnime.keyOf(new AnimeSearch("a", 2, 20)));
    assertThat(withGenres("Action,Drama"))
        .satisfies(
            joined ->
                assertThat(operations.anilistSearch.keyOf(joined))
                    .isNotEqualTo(operations.anilistSearch.keyOf(withGenres("Action", "Drama"))));
  }

  @Test
  void catalogsOfOneProviderDoNotShareKeys() {
    var request = new ProviderPage(1);

    assertThat(popularOf(shelf("one", "http://a/")).keyOf(request))
        .isNotEqualTo(popularOf(shelf("one", "http://b/")).keyOf(request))
        .isNotEqualTo(popularOf(shelf("one", "")).keyOf(request));
  }

  private static CachedOperation<ProviderPage, MediaPage> popularOf(ContentProvider provider) {
    var table =
        new Operations(
            new FakeAniList((id, call) -> fail(), (list, call) -> fail()),
            new FakeTmdb((detail, call) -> fail(), (search, call) -> fail()),
            List.of(provider),
            TestParts.TTLS);
    return table.providers().get(provider.status().id()).popular;
  }

  private static ContentProvider shelf(String id, String catalogue) {
    return new FakeProvider(id, (request, call) -> fail(), (request, call) -> fail()) {
      @Override
      public String catalogue() {
        return catalogue;
      }
    };
  }
}
