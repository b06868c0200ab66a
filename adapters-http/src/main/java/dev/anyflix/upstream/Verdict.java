package dev.anyflix.upstream;

import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.FailedAttempt.Blame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a status other than success means, in words for a user. */
record Verdict(UpstreamProfile upstream) {

  /**
   * @param json whether the body is JSON
   * @param byId whether one thing was asked for by its id
   * @param retryAfter what the headers say, or null
   */
  FailedAttempt of(int status, boolean json, boolean byId, @Nullable Duration retryAfter) {
    String name = upstream.name();
    return switch (status) {
      case 404, 410 -> {
        String noAddress = name + " answered that there is no such address: check its URL";
        if (!json) {
          yield unreadable(noAddress);
        }
        yield byId
            ? FailedAttempt.answered(Kind.NOT_FOUND, name + " knows no such medium")
            : FailedAttempt.answered(Kind.UNREADABLE, noAddress);
      }
      case 401 -> FailedAttempt.answered(Kind.REJECTED, refusedKey());
      case 403 ->
          upstream.coolDownAfter403() == null
              ? FailedAttempt.answered(Kind.REJECTED, refusedKey())
              : unavailable(name + " is closed for now", retryAfter, false);
      case 408 -> unavailable(name + " is down for now", retryAfter, false);
      case 429 ->
          FailedAttempt.of(
              Kind.RATE_LIMITED,
              name + " allows no more calls for now",
              retryAfter,
              Blame.NOBODY,
              false);
      case 502, 503, 504 -> unavailable(name + " is down for now", retryAfter, retryAfter == null);
      default -> {
        if (status >= 400 && status < 500) {
          yield FailedAttempt.answered(Kind.REJECTED, name + " refused the request");
        }
        yield status >= 500
            ? unavailable(name + " is down for now", retryAfter, false)
            : unreadable(name + " sent an answer that makes no sense");
      }
    };
  }

  FailedAttempt unreadable(String message) {
    return FailedAttempt.of(Kind.UNREADABLE, message, null, Blame.UPSTREAM, false);
  }

  private FailedAttempt unavailable(
      String message, @Nullable Duration retryAfter, boolean retryable) {
    return FailedAttempt.of(Kind.UNAVAILABLE, message, retryAfter, Blame.UPSTREAM, retryable);
  }

  private String refusedKey() {
    String setting = upstream.keySetting();
    return setting == null
        ? upstream.name() + " refused the request"
        : upstream.name() + " refused the key: check " + setting;
  }
}
