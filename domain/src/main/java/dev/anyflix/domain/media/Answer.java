package dev.anyflix.domain.media;

import org.jspecify.annotations.Nullable;

/** What a source answers when it does not fail. */
public sealed interface Answer<T> {

  /**
   * A new value.
   *
   * @param value what was asked for
   * @param validator what to give in {@link Call#validator()} next time, or null when the source
   *     gives none
   */
  record Value<T>(T value, @Nullable String validator) implements Answer<T> {}

  /** The value held under {@link Call#validator()} is still right. */
  record NotModified<T>() implements Answer<T> {}

  /** A new value without a validator. */
  static <T> Answer<T> of(T value) {
    return new Value<>(value, null);
  }
}
