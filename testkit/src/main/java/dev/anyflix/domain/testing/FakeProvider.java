package dev.anyflix.domain.testing;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.SourceStatus;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A content provider made of functions: one answers for a medium, one for any list. Counts its
 * calls.
 */
public class FakeProvider implements ContentProvider {

  /** How many media a page has. */
  public static final int PER_PAGE = 20;

  private final String id;
  private final Asked<ProviderItem, Media> media;
  private final Asked<? super Record, MediaPage> lists;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param lists is given a {@link ProviderPage} or a {@link ProviderSearch}
   */
  public FakeProvider(
      String id, Asked<ProviderItem, Media> media, Asked<? super Record, MediaPage> lists) {
    this.id = id;
    this.media = media;
    this.lists = lists;
  }

  /** A provider with some media, all of which are in every list and found by every text. */
  public FakeProvider(String id, List<Media> media) {
    this(
        id,
        (request, call) -> Answer.of(find(media, request)),
        (request, call) -> Answer.of(page(media, pageOf(request))));
  }

  private static Media find(List<Media> media, ProviderItem request) {
    return media.stream()
        .filter(each -> each.sourceId().equals(request.id()))
        .findFirst()
        .orElseThrow(() -> new MediaSourceException(Kind.NOT_FOUND, "There is no such medium."));
  }

  /** A page of some media. */
  public static MediaPage page(List<Media> media, int page) {
    int from = Math.min((page - 1) * PER_PAGE, media.size());
    int to = Math.min(from + PER_PAGE, media.size());
    return new MediaPage(media.subList(from, to), page, PER_PAGE, to < media.size());
  }

  /** The number of the page that a request for a list is for. */
  public static int pageOf(Record request) {
    return request instanceof ProviderSearch search
        ? search.page()
        : ((ProviderPage) request).page();
  }

  /** How often any method that asks was called. */
  public final int calls() {
    return calls.get();
  }

  @Override
  public SourceStatus status() {
    return SourceStatus.unlimited(id, id, "streams");
  }

  @Override
  public Answer<MediaPage> popular(ProviderPage request, Call call) {
    return list(request, call);
  }

  @Override
  public Answer<MediaPage> latest(ProviderPage request, Call call) {
    return list(request, call);
  }

  @Override
  public Answer<MediaPage> search(ProviderSearch request, Call call) {
    return list(request, call);
  }

  @Override
  public Answer<Media> detail(ProviderItem request, Call call) {
    calls.incrementAndGet();
    return media.ask(request, call);
  }

  private Answer<MediaPage> list(Record request, Call call) {
    calls.incrementAndGet();
    return lists.ask(request, call);
  }
}
