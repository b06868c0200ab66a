package dev.anyflix.web;

import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.Operations;
import dev.anyflix.domain.matching.SearchMerge;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.web.SourceParts.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Searches all sources at once, each through the operation of its own search, and merges what those
 * found that answer within {@value #DEADLINE_MS} ms. A source that is late goes on and is in the
 * cache for the next search. Thread safe.
 */
final class SearchReader implements CompositeRoutes.Composite {

  /** The path of the route. */
  static final String PATH = "/api/search";

  private static final int DEADLINE_MS = 2000;

  /** The kinds of media that a source has; one that is not named may have all. */
  private static final Map<String, Set<MediaKind>> KINDS =
      Map.of(
          TitleId.ANILIST,
          Set.of(MediaKind.ANIME, MediaKind.MANGA),
          TitleId.TMDB,
          Set.of(MediaKind.MOVIE, MediaKind.SERIES),
          TitleId.KITSU,
          Set.of(MediaKind.ANIME),
          "archive",
          Set.of(MediaKind.VIDEO));

  private final Operations operations;
  private final MediaReader reader;
  private final CombinedAnswer combined;
  private final ProblemMapper problems;

  SearchReader(
      Operations operations, MediaReader reader, CombinedAnswer combined, ProblemMapper problems) {
    this.operations = operations;
    this.reader = reader;
    this.combined = combined;
    this.problems = problems;
  }

  private record Search(String q, @Nullable MediaKind type, int page, LanguageTag language) {}

  /**
   * The answer.
   *
   * @param items the media of the page, without duplicates
   * @param page the number of the page
   * @param hasNextPage whether a source has more
   * @param sources how each source answered
   */
  record Answer(
      List<Media> items, int page, boolean hasNextPage, List<SourceParts.Status> sources) {}

  @Override
  public CompletableFuture<Function<Request, PreparedResponse>> read(
      RequestParameters parameters, String client) {
    Search search = parameters.read(this::search);
    Map<String, CachedRequest<?, ?>> requests = requests(search);
    List<CompletableFuture<Part<CachedResponse>>> parts = new ArrayList<>();
    requests.forEach(
        (source, request) ->
            parts.add(
                SourceParts.within(
                    Duration.ofMillis(DEADLINE_MS),
                    source,
                    () -> reader.read(request, client).thenApply(SearchReader::ofItsSource))));
    return SourceParts.all(parts).thenApply(done -> request -> answer(search, done, request));
  }

  /** Refuses what another source answers in place of one, because that source is asked as well. */
  private static CachedResponse ofItsSource(CachedResponse response) {
    if (response.isFallback()) {
      throw new MediaSourceException(Kind.UNAVAILABLE, "The source is unavailable.");
    }
    return response;
  }

  private Search search(RequestParameters p) {
    var search =
        new Search(
            p.requiredText("q"),
            p.anEnum("type", MediaKind.class),
            p.number("page", 1, 1, TmdbSearch.MAX_PAGE),
            p.language(operations.tmdbLanguage()));
    var unused = new ProviderSearch(search.q(), search.page()); // Checks the text.
    return search;
  }

  /** The searches by source, the preferred source of a title first. */
  private Map<String, CachedRequest<?, ?>> requests(Search search) {
    String q = search.q();
    Map<String, CachedRequest<?, ?>> requests = new LinkedHashMap<>();
    if (has(TitleId.ANILIST, search)) {
      requests.put(
          TitleId.ANILIST,
          CachedRequest.of(
              operations.anilistSearch,
              new AniListSearch(
                  q,
                  search.type(),
                  null,
                  null,
                  null,
                  null,
                  List.of(),
                  List.of(),
                  null,
                  false,
                  search.page(),
                  PageRequest.DEFAULT_PER_PAGE)));
    }
    if (has(TitleId.TMDB, search) && operations.tmdbEnabled()) {
      requests.put(
          TitleId.TMDB,
          CachedRequest.of(
              operations.tmdbSearch, new TmdbSearch(q, search.language(), search.page())));
    }
    new TreeMap<>(operations.providers())
        .forEach(
            (id, provider) -> {
              if (provider.enabled() && has(id, search)) {
                requests.put(
                    id, CachedRequest.of(provider.search, new ProviderSearch(q, search.page())));
              }
            });
    return requests;
  }

  private static boolean has(String source, Search search) {
    Set<MediaKind> kinds = KINDS.get(source);
    return search.type() == null || kinds == null || kinds.contains(search.type());
  }

  private PreparedResponse answer(
      Search search, List<Part<CachedResponse>> parts, Request request) {
    SourceParts.failIfNoneAnswered(parts);
    List<SearchMerge.Found> found = new ArrayList<>();
    List<CachedResponse> responses = new ArrayList<>();
    boolean hasNextPage = false;
    for (Part<CachedResponse> part : parts) {
      CachedResponse response = part.answer();
      if (response != null && !response.entry().negative()) {
        MediaPage page = reader.decoded(response, MediaPage.class);
        responses.add(response);
        hasNextPage |= page.hasNextPage();
        found.add(
            new SearchMerge.Found(part.source(), hasCopies(part.source()), items(page, search)));
      }
    }
    var answer =
        new Answer(
            SearchMerge.merge(search.q(), found, this::knownIds),
            search.page(),
            hasNextPage,
            SourceParts.statuses(parts, request, problems));
    return combined
        .prepare(responses, answer, SourceParts.isComplete(parts), request)
        .adding(Attribution.ofSources(parts.stream().map(Part::source).toList()));
  }

  private static List<Media> items(MediaPage page, Search search) {
    return page.items().stream()
        .filter(media -> search.type() == null || media.kind() == search.type())
        .toList();
  }

  /** Providers of streams have copies; the other sources have each title once. */
  private boolean hasCopies(String source) {
    var provider = operations.providers().get(source);
    return provider != null && provider.hasStreams();
  }

  private @Nullable IdMap knownIds(String id) {
    int colon = id.indexOf(':');
    TitleId title = TitleId.of(id.substring(0, colon), id.substring(colon + 1));
    return title == null ? null : reader.peek(operations.idMap, title, IdMap.class);
  }
}
