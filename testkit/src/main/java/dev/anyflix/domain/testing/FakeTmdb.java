package dev.anyflix.domain.testing;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Genre;
import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaCollection;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.Season;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.TmdbCollection;
import dev.anyflix.domain.media.TmdbDiscover;
import dev.anyflix.domain.media.TmdbFind;
import dev.anyflix.domain.media.TmdbGenreList;
import dev.anyflix.domain.media.TmdbGenres;
import dev.anyflix.domain.media.TmdbMovieList;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSeason;
import dev.anyflix.domain.media.TmdbSeriesList;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.domain.media.TmdbTitle;
import dev.anyflix.domain.media.TmdbTrending;
import dev.anyflix.domain.media.TmdbTypedSearch;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** TMDB made of functions, one for each method with a decision. Counts its calls. */
public final class FakeTmdb implements TmdbSource {

  /**
   * A film or series asked for.
   *
   * @param kind {@link MediaKind#MOVIE} or {@link MediaKind#SERIES}
   */
  public record Detail(MediaKind kind, int id) {}

  private static final String IMAGES = "//image.tmdb.org/t/p/";

  private final Asked<Detail, Media> details;
  private final Asked<TmdbSearch, MediaPage> search;
  private final Asked<Detail, List<String>> alternativeTitles;
  private final AtomicInteger calls = new AtomicInteger();

  private final Asked<TmdbTypedSearch, MediaPage> typedSearch;

  /** A TMDB without alternative titles, whose searches by type and year filter its search. */
  public FakeTmdb(Asked<Detail, Media> details, Asked<TmdbSearch, MediaPage> search) {
    this(
        details,
        search,
        (request, call) ->
            search.ask(new TmdbSearch(request.q(), request.language(), request.page()), call)
                    instanceof Answer.Value<MediaPage> found
                ? Answer.of(filtered(found.value(), request))
                : new Answer.NotModified<>(),
        (detail, call) -> Answer.of(List.of()));
  }

  public FakeTmdb(
      Asked<Detail, Media> details,
      Asked<TmdbSearch, MediaPage> search,
      Asked<TmdbTypedSearch, MediaPage> typedSearch,
      Asked<Detail, List<String>> alternativeTitles) {
    this.details = details;
    this.search = search;
    this.typedSearch = typedSearch;
    this.alternativeTitles = alternativeTitles;
  }

  /** How often any method that asks was called. */
  public int calls() {
    return calls.get();
  }

  @Override
  public LanguageTag language() {
    return LanguageTag.ENGLISH;
  }

  @Override
  public Region region() {
    return new Region("US");
  }

  @Override
  public Answer<ImageConfiguration> configuration(Call call) {
    calls.incrementAndGet();
    List<String> sizes = List.of("w500", "original");
    return Answer.of(
        new ImageConfiguration(
            "http:" + IMAGES, "https:" + IMAGES, sizes, sizes, sizes, sizes, sizes));
  }

  @Override
  public Answer<TmdbGenres> genres(TmdbGenreList request, Call call) {
    calls.incrementAndGet();
    return Answer.of(new TmdbGenres(List.of(new Genre(28, "Action")), List.of()));
  }

  @Override
  public Answer<MediaPage> search(TmdbSearch request, Call call) {
    calls.incrementAndGet();
    return search.ask(request, call);
  }

  @Override
  public Answer<MediaPage> searchByType(TmdbTypedSearch request, Call call) {
    calls.incrementAndGet();
    return typedSearch.ask(request, call);
  }

  /** Searches for the id. */
  @Override
  public Answer<MediaPage> find(TmdbFind request, Call call) {
    calls.incrementAndGet();
    return search.ask(new TmdbSearch(request.id(), request.language(), 1), call);
  }

  private static MediaPage filtered(MediaPage page, TmdbTypedSearch request) {
    List<Media> items =
        page.items().stream()
            .filter(media -> media.kind() == request.type())
            .filter(media -> request.year() == null || request.year().equals(media.year()))
            .toList();
    return new MediaPage(items, page.page(), page.perPage(), page.hasNextPage());
  }

  @Override
  public Answer<List<String>> alternativeTitles(MediaKind type, MediaById request, Call call) {
    calls.incrementAndGet();
    return alternativeTitles.ask(new Detail(type, request.id()), call);
  }

  @Override
  public Answer<Media> movie(TmdbTitle request, Call call) {
    calls.incrementAndGet();
    return details.ask(new Detail(MediaKind.MOVIE, request.id()), call);
  }

  @Override
  public Answer<Media> series(TmdbTitle request, Call call) {
    calls.incrementAndGet();
    return details.ask(new Detail(MediaKind.SERIES, request.id()), call);
  }

  /** Lists are searches for their names. */
  private Answer<MediaPage> list(String name, LanguageTag language, int page, Call call) {
    calls.incrementAndGet();
    return search.ask(new TmdbSearch(name, language, page), call);
  }

  @Override
  public Answer<MediaPage> trending(TmdbTrending request, Call call) {
    return list("trending", request.language(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> movieList(TmdbMovieList request, Call call) {
    return list(request.list().name(), request.language(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> seriesList(TmdbSeriesList request, Call call) {
    return list(request.list().name(), request.language(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> discoverMovies(TmdbDiscover request, Call call) {
    return list("discover", request.language(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> discoverSeries(TmdbDiscover request, Call call) {
    return list("discover", request.language(), request.page(), call);
  }

  /** A season without episodes. */
  @Override
  public Answer<Season> season(TmdbSeason request, Call call) {
    calls.incrementAndGet();
    String id = "tmdb:tv:" + request.series() + ":season:" + request.number();
    return Answer.of(new Season(id, request.number(), "Season", null, null, null, 0, List.of()));
  }

  /** A collection without films. */
  @Override
  public Answer<MediaCollection> collection(TmdbCollection request, Call call) {
    calls.incrementAndGet();
    String id = "tmdb:collection:" + request.id();
    return Answer.of(new MediaCollection(id, "Collection", null, null, null, List.of()));
  }

  @Override
  public SourceStatus status() {
    return SourceStatus.unlimited("tmdb", "TMDB", "metadata");
  }
}
