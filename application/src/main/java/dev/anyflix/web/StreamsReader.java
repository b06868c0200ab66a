package dev.anyflix.web;

import dev.anyflix.core.CachedAnswer;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.Operations;
import dev.anyflix.core.Operations.ProviderOperations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.matching.StreamMatching;
import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.web.SourceParts.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds what can be played of a title at the enabled providers: their media with one of its ids, or
 * with its form, year and name. Thread safe.
 */
final class StreamsReader implements CompositeRoutes.Composite {

  /** The path of the route. */
  static final String PATH = "/api/media/{id}/streams";

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** It knows no ids of other sites, so that a map of ids does not help there. */
  private static final String ARCHIVE = "archive";

  private final ApiRoutes api;
  private final Operations operations;
  private final MediaReader reader;
  private final ReadThrough readThrough;
  private final CombinedAnswer combined;
  private final ProblemMapper problems;

  StreamsReader(
      ApiRoutes api,
      Operations operations,
      MediaReader reader,
      ReadThrough readThrough,
      CombinedAnswer combined,
      ProblemMapper problems) {
    this.api = api;
    this.operations = operations;
    this.reader = reader;
    this.readThrough = readThrough;
    this.combined = combined;
    this.problems = problems;
  }

  /**
   * Something that can be played.
   *
   * @param provider the id of the provider
   * @param id the id of the provider's medium in this service
   * @param title the title at the provider
   * @param url the address of the file, or of the page that plays it
   * @param format the container or kind, or null
   * @param quality what to show a person, such as {@code 720p}, or null
   * @param languages the languages of the sound, ISO 639-1
   * @param sizeBytes its size, or null
   * @param confidence how likely it is to be the title; 1 for a shared id
   */
  record Item(
      String provider,
      String id,
      String title,
      String url,
      @Nullable String format,
      @Nullable String quality,
      List<String> languages,
      @Nullable Long sizeBytes,
      double confidence) {

    /** What can be played, without whose it is. */
    StreamLink link() {
      return new StreamLink(url, format, sizeBytes, quality, languages);
    }
  }

  /**
   * The answer.
   *
   * @param items what can be played, the surest first within a provider
   * @param sources how each provider answered
   */
  record Answer(List<Item> items, List<SourceParts.Status> sources) {}

  /** The medium of a title, and the map of its ids where it is known. */
  private record Wanted(CachedResponse response, Media media, @Nullable IdMap ids) {}

  /** What one provider has, and the answers that told it. */
  record Streams(List<CachedResponse> responses, List<Item> items) {}

  /**
   * What can be played of a title.
   *
   * @param responses the answers that told it
   * @param items what can be played
   * @param parts how each provider answered
   */
  record Found(List<CachedResponse> responses, List<Item> items, List<Part<Streams>> parts) {

    /** Whether every provider has answered. */
    boolean isComplete() {
      return SourceParts.isComplete(parts);
    }
  }

  @Override
  public CompletableFuture<Function<Request, PreparedResponse>> read(
      RequestParameters parameters, String client) {
    return find(parameters.path("id"), parameters.read(api::query), client)
        .thenApply(found -> request -> answer(found, request));
  }

  /**
   * Finds what can be played of a title.
   *
   * @return completed exceptionally when the title cannot be read or is unknown
   */
  CompletableFuture<Found> find(String id, ApiRoutes.MediaQuery query, String client) {
    CompletableFuture<Optional<IdMap>> ids = ids(id, client);
    return reader
        .readAnswer(id, query, client)
        .thenCombine(ids, StreamsReader.this::wanted)
        .thenCompose(wanted -> streams(wanted, client));
  }

  private Wanted wanted(CachedAnswer<Media> answer, Optional<IdMap> ids) {
    Media media = answer.value();
    if (media == null) {
      throw ProblemException.unknownId();
    }
    return new Wanted(answer.response(), media, ids.orElse(null));
  }

  private CompletableFuture<Optional<IdMap>> ids(String id, String client) {
    TitleId title = TitleId.ofMedium(id);
    boolean isUseful =
        operations.providers().entrySet().stream()
            .anyMatch(each -> each.getValue().hasStreams() && !each.getKey().equals(ARCHIVE));
    if (title == null || !isUseful) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return readThrough
        .lookUpAnswer(CachedRequest.of(operations.idMap, title), client)
        .handle(
            (answer, failure) ->
                answer == null ? Optional.empty() : Optional.ofNullable(answer.value()));
  }

  private CompletableFuture<Found> streams(Wanted wanted, String client) {
    List<CompletableFuture<Part<Streams>>> parts = new ArrayList<>();
    new TreeMap<>(operations.providers())
        .forEach(
            (id, provider) -> {
              if (provider.hasStreams()) {
                parts.add(
                    SourceParts.within(LIMIT, id, () -> streams(wanted, id, provider, client)));
              }
            });
    return Async.all(parts).thenApply(done -> found(wanted, done));
  }

  private CompletableFuture<Streams> streams(
      Wanted wanted, String id, ProviderOperations provider, String client) {
    Media media = wanted.media();
    if (media.source().equals(id)) {
      var own = new Streams(List.of(), items(id, new StreamMatching.Copy(media, 1), media));
      return CompletableFuture.completedFuture(own);
    }
    String title =
        media.title().english() == null ? media.title().preferred() : media.title().english();
    if (title.codePointCount(0, title.length()) > 200) {
      return CompletableFuture.completedFuture(new Streams(List.of(), List.of()));
    }
    return readThrough
        .readAnswer(CachedRequest.of(provider.search, new ProviderSearch(title, 1)), client)
        .thenCompose(found -> details(wanted, id, provider, found, client));
  }

  private CompletableFuture<Streams> details(
      Wanted wanted,
      String id,
      ProviderOperations provider,
      CachedAnswer<MediaPage> found,
      String client) {
    List<CachedResponse> responses = new ArrayList<>(List.of(found.response()));
    MediaPage page = found.value();
    List<Media> candidates = page == null ? List.of() : page.items();
    CompletableFuture<List<Item>> items = CompletableFuture.completedFuture(new ArrayList<>());
    for (var copy : StreamMatching.copiesOf(wanted.media(), wanted.ids(), candidates)) {
      var detail =
          readThrough.readAnswer(
              CachedRequest.of(provider.detail, new ProviderItem(copy.media().sourceId())), client);
      items =
          items.thenCombine(
              detail,
              (sofar, answer) -> {
                Media media = answer.value();
                if (media != null) {
                  responses.add(answer.response());
                  sofar.addAll(items(id, copy, media));
                }
                return sofar;
              });
    }
    return items.thenApply(all -> new Streams(responses, all));
  }

  private static List<Item> items(String provider, StreamMatching.Copy copy, Media media) {
    List<Item> items = new ArrayList<>();
    for (StreamLink stream : media.streams()) {
      items.add(
          new Item(
              provider,
              media.id(),
              media.title().preferred(),
              stream.url(),
              stream.format(),
              stream.label(),
              stream.languages(),
              stream.sizeBytes(),
              copy.confidence()));
    }
    return items;
  }

  private static Found found(Wanted wanted, List<Part<Streams>> parts) {
    List<Item> items = new ArrayList<>();
    List<CachedResponse> responses = new ArrayList<>(List.of(wanted.response()));
    for (Part<Streams> part : parts) {
      Streams streams = part.answer();
      if (streams != null) {
        items.addAll(streams.items());
        responses.addAll(streams.responses());
      }
    }
    return new Found(responses, items, parts);
  }

  private PreparedResponse answer(Found found, Request request) {
    var answer = new Answer(found.items(), SourceParts.statuses(found.parts(), request, problems));
    return combined.prepare(found.responses(), answer, found.isComplete(), request);
  }
}
