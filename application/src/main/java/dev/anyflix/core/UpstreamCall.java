package dev.anyflix.core;

import dev.anyflix.domain.media.Answer;
import java.util.concurrent.CompletableFuture;

/**
 * A call of an upstream that has entered the queue of its budget but must not be made yet, so that
 * the budget and the lock of the load are asked for at the same time. Thread safe.
 */
interface UpstreamCall<R> {

  /**
   * Makes the call as soon as the budget grants it.
   *
   * @return completed exceptionally with a {@link dev.anyflix.domain.media.MediaSourceException}
   *     where it fails
   */
  CompletableFuture<Answer<R>> start();

  /** Leaves the queue without a call. */
  void cancel();
}
