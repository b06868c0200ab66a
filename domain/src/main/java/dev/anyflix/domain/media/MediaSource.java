package dev.anyflix.domain.media;

/**
 * Somewhere that media come from: the root of one port per kind of upstream.
 *
 * <p>Every method that asks the upstream takes the request and the {@link Call}'s circumstances,
 * blocks until the upstream has answered, and fails with a {@link MediaSourceException} only.
 * Implementations are thread safe, hold no cache and never retry past the deadline.
 */
public interface MediaSource {

  /** The state of the source. Makes no call and returns at once. */
  SourceStatus status();
}
