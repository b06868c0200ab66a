package dev.anyflix.domain.media;

/** A content provider: a catalogue that can be browsed, searched and opened. */
public interface ContentProvider extends MediaSource {

  /** Which catalogue it opens, where there are several of its kind; empty where there is one. */
  default String catalogue() {
    return "";
  }

  /** What its visitors like most. */
  Answer<MediaPage> popular(ProviderPage request, Call call);

  /** What was added last. */
  Answer<MediaPage> latest(ProviderPage request, Call call);

  /** What has a title like the one given. */
  Answer<MediaPage> search(ProviderSearch request, Call call);

  /** One medium with its streams. */
  Answer<Media> detail(ProviderItem request, Call call);
}
