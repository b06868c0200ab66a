package dev.anyflix.web;

import dev.anyflix.core.CachedAnswer;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.matching.SearchMerge;
import dev.anyflix.domain.media.AniListSearch;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Searches all sources at once, each through the operation of its own search, and merges what those
 * found that answer within {@value #DEADLINE_MS} ms. A source that is late goes on and is in the
 * cache for the next search. Thread safe.
 *
 * <p>Two things only improve the answer, so that the cache alone is asked for them: the maps of the
 * ids of what was found, and what the sources found for the pages before. Titles that those had are
 * left out, so that a reader of all pages sees them once.
 */
final class SearchReader implements CompositeRoutes.Composite {

  /** The path of the route. */
  static final String PATH = "/api/search";

  private static final int DEADLINE_MS = 2000;

  /** How many pages before one are looked through for its titles. */
  private static final int EARLIER_PAGES = 10;

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
  private final ReadThrough readThrough;
  private final CombinedAnswer combined;
  private final ProblemMapper problems;

  SearchReader(
      Operations operations,
      ReadThrough readThrough,
      CombinedAnswer combined,
      ProblemMapper problems) {
    this.operations = operations;
    this.readThrough = readThrough;
    this.combined = combined;
    this.problems = problems;
  }

  private record Search(String q, @Nullable MediaKind type, int page, LanguageTag language) {

    Search ofPage(int other) {
      return new Search(q, type, other, language);
    }
  }

  /**
   * What one source answered.
   *
   * @param found its media; none where it knows none
   */
  private record SourcePage(
      CachedResponse response, SearchMerge.Found found, boolean hasNextPage) {}

  /** Until when the answer is made, by {@link System#nanoTime}. */
  private record Deadline(long nanos) {

    /** Does without what is not there in time. */
    <T> CompletableFuture<T> limit(CompletableFuture<T> future, T otherwise) {
      return future.completeOnTimeout(otherwise, nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

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
    var deadline = new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MS));
    var ids = new CachedIdMaps(operations, readThrough);
    List<CompletableFuture<Part<SourcePage>>> parts = new ArrayList<>();
    requests(search)
        .forEach(
            (source, request) ->
                parts.add(
                    SourceParts.within(
                            Duration.ofMillis(DEADLINE_MS),
                            source,
                            () ->
                                readThrough
                                    .readAnswer(request, client)
                                    .thenApply(answer -> page(source, answer, search)))
                        .thenCompose(part -> withIds(part, ids, deadline))));
    return Async.all(parts)
        .thenCombine(
            earlier(search, ids, deadline),
            (found, earlier) -> request -> answer(search, found, earlier, ids, request));
  }

  /** What another source answers in place of one is refused, because that is asked as well. */
  private SourcePage page(String source, CachedAnswer<MediaPage> answer, Search search) {
    CachedResponse response = answer.response();
    if (response.isFallback()) {
      throw new MediaSourceException(Kind.UNAVAILABLE, "The source is unavailable.");
    }
    MediaPage page = answer.value();
    if (page == null) {
      return new SourcePage(response, new SearchMerge.Found(source, false, List.of()), false);
    }
    return new SourcePage(response, found(source, page, search), page.hasNextPage());
  }

  private static CompletableFuture<Part<SourcePage>> withIds(
      Part<SourcePage> part, CachedIdMaps ids, Deadline deadline) {
    SourcePage page = part.answer();
    return page == null
        ? CompletableFuture.completedFuture(part)
        : deadline.limit(ids.add(page.found().items()).thenApply(done -> part), part);
  }

  /** What the cache holds of the pages before. */
  private CompletableFuture<List<SearchMerge.Found>> earlier(
      Search search, CachedIdMaps ids, Deadline deadline) {
    List<CompletableFuture<Optional<SearchMerge.Found>>> pages = new ArrayList<>();
    for (int page = Math.max(1, search.page() - EARLIER_PAGES); page < search.page(); page++) {
      requests(search.ofPage(page))
          .forEach(
              (source, request) -> {
                CompletableFuture<Optional<SearchMerge.Found>> found =
                    readThrough
                        .peekAsync(request)
                        .thenApply(
                            held ->
                                held == null
                                    ? Optional.empty()
                                    : Optional.of(found(source, held, search)));
                pages.add(deadline.limit(found, Optional.empty()));
              });
    }
    return Async.all(pages)
        .thenApply(
            all -> {
              List<SearchMerge.Found> found = all.stream().flatMap(Optional::stream).toList();
              found.forEach(each -> ids.addNear(each.items()));
              return found;
            });
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
  private Map<String, CachedRequest<?, MediaPage>> requests(Search search) {
    String q = search.q();
    Map<String, CachedRequest<?, MediaPage>> requests = new LinkedHashMap<>();
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
      Search search,
      List<Part<SourcePage>> parts,
      List<SearchMerge.Found> earlier,
      CachedIdMaps ids,
      Request request) {
    SourceParts.failIfNoneAnswered(parts);
    List<SourcePage> pages = parts.stream().map(Part::answer).filter(Objects::nonNull).toList();
    var answer =
        new Answer(
            SearchMerge.merge(
                search.q(), pages.stream().map(SourcePage::found).toList(), earlier, ids::of),
            search.page(),
            pages.stream().anyMatch(SourcePage::hasNextPage),
            SourceParts.statuses(parts, request, problems));
    List<CachedResponse> responses = pages.stream().map(SourcePage::response).toList();
    var sources = new Attribution.Sources();
    parts.forEach(part -> sources.add(part.source(), null));
    return sources.addTo(
        combined.prepare(responses, answer, SourceParts.isComplete(parts), request));
  }

  private SearchMerge.Found found(String source, MediaPage page, Search search) {
    return new SearchMerge.Found(
        source,
        hasCopies(source),
        page.items().stream()
            .filter(media -> search.type() == null || media.kind() == search.type())
            .toList());
  }

  /** Providers of streams have copies; the other sources have each title once. */
  private boolean hasCopies(String source) {
    var provider = operations.providers().get(source);
    return provider != null && provider.hasStreams();
  }
}
