package dev.anyflix.core.concurrent;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Functions that {@link CompletableFuture} lacks. */
public final class Async {

  private Async() {}

  /**
   * Returns the failure without the wrapper that dependent futures add to it.
   *
   * @param failure the failure; null yields an {@link IllegalStateException}
   */
  public static Throwable unwrapped(@Nullable Throwable failure) {
    if (failure == null) {
      return new IllegalStateException("a future failed without a cause");
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }

  /** Completes with all results in their order, or exceptionally when one future does. */
  public static <T extends @Nullable Object> CompletableFuture<List<T>> all(
      List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }

  /** Completes one future like another. */
  public static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
    var unused =
        from.whenComplete(
            (result, failure) -> {
              if (failure == null) {
                to.complete(result);
              } else {
                to.completeExceptionally(unwrapped(failure));
              }
            });
  }

  /** Like {@link CompletableFuture#handle}, but the handler returns a future. */
  public static <T, U> CompletableFuture<U> handleCompose(
      CompletableFuture<T> from,
      BiFunction<@Nullable T, @Nullable Throwable, CompletableFuture<U>> handler) {
    var result = new CompletableFuture<U>();
    var unused =
        from.whenComplete(
            (value, failure) -> {
              try {
                forward(handler.apply(value, failure), result);
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }
}
