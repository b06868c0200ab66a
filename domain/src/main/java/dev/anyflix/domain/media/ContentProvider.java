package dev.anyflix.domain.media;

import java.util.Set;

/** A content provider: a catalogue that can be browsed, searched and opened. */
public interface ContentProvider extends MediaSource {

  /** Which catalogue it opens, where there are several of its kind; empty where there is one. */
  default String catalogue() {
    return "";
  }

  /** Whether it lists the episodes of its series. */
  default boolean hasEpisodes() {
    return false;
  }

  /**
   * The sites whose ids {@link #byExternalId} takes, by the names that {@link Media#externalIds()}
   * has for them; empty where it takes none.
   */
  default Set<String> externalSites() {
    return Set.of();
  }

  /**
   * Whether a text has the form of this provider's ids. Other texts cost no call: they are not
   * found.
   */
  default boolean isId(String text) {
    return true;
  }

  /** What its visitors like most. */
  Answer<MediaPage> popular(ProviderPage request, Call call);

  /** What its visitors like most at present; of all time where it does not tell. */
  default Answer<MediaPage> trending(ProviderPage request, Call call) {
    return popular(request, call);
  }

  /** What was added last. */
  Answer<MediaPage> latest(ProviderPage request, Call call);

  /** What has a title like the one given. */
  Answer<MediaPage> search(ProviderSearch request, Call call);

  /** One medium with its streams. */
  Answer<Media> detail(ProviderItem request, Call call);

  /**
   * The episodes of a series in the order of broadcast, in pages of a fixed size. A medium without
   * episodes has an empty page or is not found.
   *
   * @throws MediaSourceException of kind {@code NOT_FOUND} when there is no such medium, or when
   *     the provider does not list episodes
   */
  default Answer<EpisodePage> episodes(ProviderEpisodes request, Call call) {
    throw new MediaSourceException(
        MediaSourceException.Kind.NOT_FOUND, status().name() + " lists no episodes.");
  }

  /**
   * The medium that another site has under an id, as complete as in a list, with that id among its
   * external ids.
   *
   * @throws MediaSourceException of kind {@code NOT_FOUND} when the provider knows no such medium,
   *     or does not take ids of that site
   */
  default Answer<Media> byExternalId(ExternalId request, Call call) {
    throw new MediaSourceException(
        MediaSourceException.Kind.NOT_FOUND,
        status().name() + " takes no ids of " + request.site() + ".");
  }
}
