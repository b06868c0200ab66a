package dev.anyflix.core;

import org.jspecify.annotations.Nullable;

/**
 * An answer with its value.
 *
 * @param response the answer and where it came from
 * @param value the value; null when the source knows no such thing, and when the answer was read
 *     without decoding it
 */
public record CachedAnswer<R>(CachedResponse response, @Nullable R value) {

  /** An answer that is passed on as it is stored. */
  public static <R> CachedAnswer<R> undecoded(CachedResponse response) {
    return new CachedAnswer<>(response, null);
  }

  /** Whether the source knows no such thing. */
  public boolean isNegative() {
    return response.entry().negative();
  }

  /** This answer, whose operation is known to have answers of a type. */
  public <T> CachedAnswer<T> as(Class<T> type) {
    return new CachedAnswer<>(response, type.cast(value));
  }

  CachedAnswer<R> asFallback() {
    return new CachedAnswer<>(response.asFallback(), value);
  }
}
