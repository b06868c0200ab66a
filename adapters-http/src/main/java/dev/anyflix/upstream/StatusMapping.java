package dev.anyflix.upstream;

import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.AttemptException.Health;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Maps the status codes of one upstream, success aside, to failures. */
record StatusMapping(UpstreamProfile upstream) {

  /**
   * @param json whether the body is JSON
   * @param byId whether the request names one medium by its id
   * @param retryAfter from the headers, or null
   */
  AttemptException failure(int status, boolean json, boolean byId, @Nullable Duration retryAfter) {
    return switch (status) {
      case 404, 410 -> notFound(status, json, byId);
      case 401 -> refusedCredentials(status);
      case 403 ->
          upstream.pauseAfter403() == null
              ? refusedCredentials(status)
              : unavailable(status, retryAfter, false);
      case 408 -> unavailable(status, retryAfter, false);
      case 429 ->
          AttemptException.answered(
              Kind.RATE_LIMITED,
              upstream.name() + " rate limit reached (HTTP 429).",
              retryAfter,
              Health.HEALTHY,
              false);
      case 502, 503, 504 -> unavailable(status, retryAfter, retryAfter == null);
      default -> {
        if (status >= 400 && status < 500) {
          yield AttemptException.answered(Kind.REJECTED, refusedRequest(status));
        }
        yield status >= 500
            ? unavailable(status, retryAfter, false)
            : AttemptException.unreadable(
                "%s sent an unexpected status (HTTP %d).".formatted(upstream.name(), status));
      }
    };
  }

  private AttemptException notFound(int status, boolean json, boolean byId) {
    String wrongAddress =
        "%s has no API at this address (HTTP %d). Check its URL."
            .formatted(upstream.name(), status);
    if (!json) {
      return AttemptException.unreadable(wrongAddress);
    }
    return byId
        ? AttemptException.answered(Kind.NOT_FOUND, upstream.name() + " has no such title.")
        : AttemptException.answered(Kind.UNREADABLE, wrongAddress);
  }

  private AttemptException unavailable(
      int status, @Nullable Duration retryAfter, boolean retryable) {
    String message = "%s unavailable (HTTP %d).".formatted(upstream.name(), status);
    return AttemptException.answered(
        Kind.UNAVAILABLE, message, retryAfter, Health.UNHEALTHY, retryable);
  }

  private AttemptException refusedCredentials(int status) {
    String setting = upstream.keySetting();
    String message =
        setting == null
            ? refusedRequest(status)
            : "%s refused the key (HTTP %d). Check %s.".formatted(upstream.name(), status, setting);
    return AttemptException.local(Kind.REJECTED, message, Health.HEALTHY, false);
  }

  private String refusedRequest(int status) {
    return "%s refused the request (HTTP %d).".formatted(upstream.name(), status);
  }
}
