package dev.anyflix.core;

import dev.anyflix.core.Operations.ProviderOperations;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Composes AniList's answers about anime of those of a provider that maps AniList's ids. Anime keep
 * AniList's ids where the mapping has them.
 *
 * @param provider the operations of the provider
 */
record AniListFallback(ProviderOperations provider) {

  /** The site by whose ids the provider is asked. */
  static final String SITE = "anilist";

  /** How many items a page of the provider has at most. */
  private static final int PROVIDER_PAGE = 20;

  CompletableFuture<Answer<Media>> media(MediaById request, Lookups lookups) {
    String id = Integer.toString(request.id());
    return lookups
        .find(provider.byExternalId, new ExternalId(SITE, id))
        .thenCompose(
            mapped ->
                lookups.find(
                    provider.detail,
                    new ProviderItem(mapped.orElseThrow(AniListFallback::notFound).sourceId())))
        .thenApply(
            media -> Answer.of(media.orElseThrow(AniListFallback::notFound).withId(SITE, id)));
  }

  private static MediaSourceException notFound() {
    return new MediaSourceException(Kind.NOT_FOUND, "No anime is mapped to this id of AniList.");
  }

  CompletableFuture<Answer<MediaPage>> search(AnimeSearch request, Lookups lookups) {
    return page(
        request.page(),
        request.perPage(),
        page -> lookups.find(provider.search, new ProviderSearch(request.q(), page)));
  }

  CompletableFuture<Answer<MediaPage>> popular(PageRequest request, Lookups lookups) {
    return page(
        request.page(),
        request.perPage(),
        page -> lookups.find(provider.popular, new ProviderPage(page)));
  }

  CompletableFuture<Answer<MediaPage>> trending(PageRequest request, Lookups lookups) {
    return page(
        request.page(),
        request.perPage(),
        page -> lookups.find(provider.trending, new ProviderPage(page)));
  }

  /** The search for anime that a search stands for; null when it has other filters. */
  static @Nullable AnimeSearch asAnimeSearch(AniListSearch request) {
    boolean isPlain =
        request.type() != MediaKind.MANGA
            && request.format() == null
            && request.status() == null
            && request.season() == null
            && request.year() == null
            && request.genres().isEmpty()
            && request.tags().isEmpty()
            && request.sort() == MediaSort.SEARCH_MATCH
            && !request.adult();
    String text = request.q();
    return isPlain && text != null
        ? new AnimeSearch(text, request.page(), request.perPage())
        : null;
  }

  /** A page of another size than the provider's. */
  private static CompletableFuture<Answer<MediaPage>> page(
      int page, int perPage, IntFunction<CompletableFuture<Optional<MediaPage>>> source) {
    long start = (long) (page - 1) * perPage;
    long end = start + perPage;
    int first = (int) (start / PROVIDER_PAGE) + 1;
    int last = (int) ((end - 1) / PROVIDER_PAGE) + 1;
    if (last > PageRequest.MAX_PAGE) {
      return CompletableFuture.completedFuture(
          Answer.of(new MediaPage(List.of(), page, perPage, false)));
    }
    List<CompletableFuture<Optional<MediaPage>>> pages =
        IntStream.rangeClosed(first, last).mapToObj(source).toList();
    return CompletableFuture.allOf(pages.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              List<Media> items = new ArrayList<>();
              boolean hasNext = false;
              for (int i = 0; i < pages.size(); i++) {
                MediaPage each = pages.get(i).join().orElse(null);
                List<Media> all = each == null ? List.of() : each.items();
                long offset = (long) (first - 1 + i) * PROVIDER_PAGE;
                int from = (int) Math.min(all.size(), Math.max(0, start - offset));
                int to = (int) Math.min(all.size(), end - offset);
                all.subList(from, to).stream()
                    .filter(media -> !Boolean.TRUE.equals(media.adult()))
                    .map(AniListFallback::withAniListId)
                    .forEach(items::add);
                hasNext = to < all.size() || (each != null && each.hasNextPage());
              }
              return Answer.of(new MediaPage(items, page, perPage, hasNext));
            });
  }

  private static Media withAniListId(Media media) {
    String id = media.externalIds().get(SITE);
    return id != null && id.matches("[1-9][0-9]{0,8}") ? media.withId(SITE, id) : media;
  }
}
