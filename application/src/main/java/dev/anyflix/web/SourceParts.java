package dev.anyflix.web;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Reads the parts of an answer from several sources, of which some may fail or be late. */
final class SourceParts {

  private SourceParts() {}

  /**
   * What one source answered.
   *
   * @param source the id of the source
   * @param answer the answer, or null
   * @param failure why there is no answer, or null
   */
  record Part<T>(String source, @Nullable T answer, @Nullable Throwable failure) {

    boolean isLate() {
      return failure instanceof TimeoutException;
    }
  }

  /**
   * How a source answered.
   *
   * @param source the id of the source
   * @param status {@code ok}, {@code failed} or {@code late}
   * @param code the kind of problem, or null
   */
  record Status(String source, String status, @Nullable String code) {}

  /** Reads a part; one that takes longer than the limit is late. */
  static <T> CompletableFuture<Part<T>> within(
      Duration limit, String source, Supplier<CompletableFuture<T>> read) {
    CompletableFuture<T> answer;
    try {
      answer = read.get();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer
        .thenApply(same -> same)
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (found, failure) ->
                new Part<>(source, found, failure == null ? null : Async.unwrapped(failure)));
  }

  /** Whether every source has answered. */
  static boolean isComplete(List<? extends Part<?>> parts) {
    return parts.stream().allMatch(part -> part.failure() == null);
  }

  /** Fails as the first source did, where all failed. */
  static void failIfNoneAnswered(List<? extends Part<?>> parts) {
    if (parts.isEmpty() || parts.stream().anyMatch(part -> part.failure() == null)) {
      return;
    }
    Throwable failure =
        parts.stream()
            .filter(part -> !part.isLate())
            .map(Part::failure)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(
                () -> new MediaSourceException(Kind.TIMED_OUT, "No source answered in time."));
    throw failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }

  static List<Status> statuses(
      List<? extends Part<?>> parts, Request request, ProblemMapper problems) {
    return parts.stream().map(part -> status(part, request, problems)).toList();
  }

  private static Status status(Part<?> part, Request request, ProblemMapper problems) {
    Throwable failure = part.failure();
    if (failure == null) {
      return new Status(part.source(), "ok", null);
    }
    return part.isLate()
        ? new Status(part.source(), "late", "upstream_timeout")
        : new Status(part.source(), "failed", problems.describe(failure, request).code());
  }
}
