package dev.anyflix.upstream.tmdb;

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
import dev.anyflix.domain.media.TmdbTables;
import dev.anyflix.domain.media.TmdbTitle;
import dev.anyflix.domain.media.TmdbTrending;
import dev.anyflix.domain.media.TmdbTypedSearch;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** TMDB over version 3 of its REST API. Thread safe. */
public final class TmdbHttpSource implements TmdbSource {

  private static final String RESULTS = "results";
  private static final String MORE_OF_TITLE =
      ",videos,external_ids,recommendations,images,translations,keywords,watch/providers";

  private final TmdbClient client;
  private final TmdbTables tables;
  private final Defaults defaults;

  /**
   * What applies to requests that name none.
   *
   * @param language the language of texts
   * @param region the region of lists, age ratings and services
   */
  public record Defaults(LanguageTag language, Region region) {}

  /**
   * @param key a key of version 3 or a token of version 4; null or blank when there is none, and
   *     then every call fails as not configured
   * @param tables completes the answers
   */
  public TmdbHttpSource(
      SharedHttp http,
      UpstreamConfig config,
      @Nullable String key,
      Defaults defaults,
      TmdbTables tables) {
    client = new TmdbClient(http, config, TmdbKey.of(key));
    this.defaults = defaults;
    this.tables = tables;
  }

  @Override
  public LanguageTag language() {
    return defaults.language();
  }

  @Override
  public Region region() {
    return defaults.region();
  }

  @Override
  public Answer<ImageConfiguration> configuration(Call call) {
    return client.fetch(client.at("configuration"), call, TmdbJson::configuration);
  }

  /** Takes one call each for films and series, because TMDB has no list of both. */
  @Override
  public Answer<TmdbGenres> genres(TmdbGenreList request, Call call) {
    Call anew = call.withoutValidator();
    return Answer.of(new TmdbGenres(genres("movie", request, anew), genres("tv", request, anew)));
  }

  private List<Genre> genres(String type, TmdbGenreList request, Call call) {
    return client
        .fetchTexts(
            () -> client.at("genre", type, "list"),
            new TmdbClient.Texts(request.language(), "genres", false),
            call,
            TmdbJson::genres)
        .orElseThrow();
  }

  @Override
  public Answer<MediaPage> search(TmdbSearch request, Call call) {
    HttpUrl.Builder address = search("multi", request.q());
    return page(address, null, request.language(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> searchByType(TmdbTypedSearch request, Call call) {
    HttpUrl.Builder address = search(segment(request.type()), request.q());
    if (request.year() != null) {
      address.addQueryParameter(
          request.type() == MediaKind.MOVIE ? "year" : "first_air_date_year",
          Integer.toString(request.year()));
    }
    return page(address, request.type(), request.language(), request.page(), call);
  }

  private HttpUrl.Builder search(String type, String text) {
    return client
        .at("search", type)
        .addQueryParameter("query", text)
        .addQueryParameter("include_adult", "false");
  }

  @Override
  public Answer<List<String>> alternativeTitles(MediaKind type, MediaById request, Call call) {
    HttpUrl.Builder address =
        client.at(segment(type), Integer.toString(request.id()), "alternative_titles");
    return client.fetchById(address, call, TmdbJson::alternativeTitles);
  }

  @Override
  public Answer<MediaPage> find(TmdbFind request, Call call) {
    TmdbContext context = TmdbContext.ofList(request.language(), tables, call);
    HttpUrl.Builder address =
        client
            .at("find", request.id())
            .addQueryParameter("external_source", request.site() + "_id")
            .addQueryParameter("language", request.language().tag());
    return context.limited(
        client.fetchById(address, call, json -> TmdbJson.findings(json, context)));
  }

  @Override
  public Answer<MediaPage> trending(TmdbTrending request, Call call) {
    MediaKind type = request.type();
    HttpUrl.Builder address =
        client.at("trending", type == null ? "all" : segment(type), word(request.window()));
    return page(address, type, request.language(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> movieList(TmdbMovieList request, Call call) {
    HttpUrl.Builder address =
        client
            .at("movie", word(request.list()))
            .addQueryParameter("region", request.region().code());
    return page(address, MediaKind.MOVIE, request.language(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> seriesList(TmdbSeriesList request, Call call) {
    HttpUrl.Builder address = client.at("tv", word(request.list()));
    return page(address, MediaKind.SERIES, request.language(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> discoverMovies(TmdbDiscover request, Call call) {
    return discover(new TmdbDiscoverQuery(request, MediaKind.MOVIE), call);
  }

  @Override
  public Answer<MediaPage> discoverSeries(TmdbDiscover request, Call call) {
    return discover(new TmdbDiscoverQuery(request, MediaKind.SERIES), call);
  }

  private Answer<MediaPage> discover(TmdbDiscoverQuery query, Call call) {
    TmdbDiscover request = query.request();
    List<Integer> genres = query.genreIds(tables, call);
    if (genres == null) {
      return Answer.of(new MediaPage(List.of(), request.page(), TmdbJson.PER_PAGE, false, 0));
    }
    HttpUrl.Builder address = client.at("discover", segment(query.kind()));
    query.addTo(address, genres);
    return page(address, query.kind(), request.language(), request.page(), call);
  }

  private Answer<MediaPage> page(
      HttpUrl.Builder address,
      @Nullable MediaKind type,
      LanguageTag language,
      int page,
      Call call) {
    address.addQueryParameter("page", Integer.toString(page));
    TmdbContext context = TmdbContext.ofList(language, tables, call);
    return context.limited(
        client.fetchTexts(
            () -> address.build().newBuilder(),
            new TmdbClient.Texts(language, RESULTS, false),
            call,
            json -> TmdbJson.page(json, type, page, context)));
  }

  @Override
  public Answer<Media> movie(TmdbTitle request, Call call) {
    return title(MediaKind.MOVIE, request, "credits,release_dates" + MORE_OF_TITLE, call);
  }

  @Override
  public Answer<Media> series(TmdbTitle request, Call call) {
    return title(
        MediaKind.SERIES, request, "aggregate_credits,content_ratings" + MORE_OF_TITLE, call);
  }

  /**
   * One call for a title page: logos and videos come in English too, and texts in all languages.
   */
  private Answer<Media> title(MediaKind kind, TmdbTitle request, String parts, Call call) {
    TmdbContext context = TmdbContext.ofDetails(request.language(), tables, call);
    String languages =
        request.language().isEnglish() ? "en" : request.language().language() + ",en";
    HttpUrl.Builder address =
        client
            .at(segment(kind), Integer.toString(request.id()))
            .addQueryParameter("language", request.language().tag())
            .addQueryParameter("include_image_language", languages)
            .addQueryParameter("include_video_language", languages)
            .addQueryParameter("append_to_response", parts);
    return context.limited(
        client.fetchById(address, call, json -> TmdbDetails.media(json, kind, request, context)));
  }

  @Override
  public Answer<Season> season(TmdbSeason request, Call call) {
    TmdbContext context = TmdbContext.ofDetails(request.language(), tables, call);
    return context.limited(
        client.fetchTexts(
            () ->
                client.at(
                    "tv",
                    Integer.toString(request.series()),
                    "season",
                    Integer.toString(request.number())),
            new TmdbClient.Texts(request.language(), "episodes", true),
            call,
            json ->
                TmdbSeasons.season(json, request.series(), request.number(), context.images())));
  }

  @Override
  public Answer<MediaCollection> collection(TmdbCollection request, Call call) {
    TmdbContext context = TmdbContext.ofList(request.language(), tables, call);
    return context.limited(
        client.fetchTexts(
            () -> client.at("collection", Integer.toString(request.id())),
            new TmdbClient.Texts(request.language(), "parts", true),
            call,
            json -> TmdbJson.collection(json, request.id(), context)));
  }

  /** The version of TMDB's API that its key is made for, 3 or 4; empty when it has no key. */
  public OptionalInt keyVersion() {
    return client.keyVersion();
  }

  @Override
  public SourceStatus status() {
    return client.status();
  }

  private static String segment(MediaKind type) {
    return type == MediaKind.MOVIE ? "movie" : "tv";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
