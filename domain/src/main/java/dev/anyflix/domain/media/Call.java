package dev.anyflix.domain.media;

import dev.anyflix.domain.budget.CallPermit;
import dev.anyflix.domain.budget.Urgency;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The context of one call to a source.
 *
 * @param deadline when the caller stops waiting; the source fails by then
 * @param urgency whether a user waits for the answer
 * @param validator the validator of the cached answer, which the source may confirm with {@link
 *     Answer.NotModified}; null when nothing is cached
 * @param permit pays for the first HTTP request; null when the source takes every unit from the
 *     budget itself
 */
public record Call(
    Instant deadline, Urgency urgency, @Nullable String validator, @Nullable CallPermit permit) {

  public Call(Instant deadline, Urgency urgency, @Nullable String validator) {
    this(deadline, urgency, validator, null);
  }

  /** A foreground call without validator and permit. */
  public static Call before(Instant deadline) {
    return new Call(deadline, Urgency.FOREGROUND, null);
  }

  /** The same call without its validator: the answer is always a value. */
  public Call withoutValidator() {
    return new Call(deadline, urgency, null, permit);
  }
}
