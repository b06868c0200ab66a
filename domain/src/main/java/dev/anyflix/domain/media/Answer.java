package dev.anyflix.domain.media;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a source answers when it does not fail. */
public sealed interface Answer<T> {

  /**
   * A new value.
   *
   * @param value what was asked for
   * @param validator what to give in {@link Call#validator()} next time, or null when the source
   *     gives none
   * @param freshFor how long it is fresh at most, because parts of it are missing; null for as long
   *     as any answer of its operation
   */
  record Value<T>(T value, @Nullable String validator, @Nullable Duration freshFor)
      implements Answer<T> {

    public Value {
      Objects.requireNonNull(value, "value");
    }

    /** A complete value. */
    public Value(T value, @Nullable String validator) {
      this(value, validator, null);
    }
  }

  /** The value held under {@link Call#validator()} is still right. */
  record NotModified<T>() implements Answer<T> {}

  /**
   * The value of an answer to a call without a validator.
   *
   * @throws IllegalStateException if the source answered that nothing was modified
   */
  default T orElseThrow() {
    if (this instanceof Value<T> found) {
      return found.value();
    }
    throw new IllegalStateException("not modified, although no validator was given");
  }

  /** A new value without a validator. */
  static <T> Answer<T> of(T value) {
    return new Value<>(value, null);
  }
}
