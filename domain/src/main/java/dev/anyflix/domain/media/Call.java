package dev.anyflix.domain.media;

import dev.anyflix.domain.budget.Urgency;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances in which a source is asked.
 *
 * @param deadline when the caller stops waiting; the source gives up by then
 * @param urgency whether somebody waits for the answer
 * @param validator the validator of the answer held already, which the source may confirm with
 *     {@link Answer.NotModified}; null when none is held
 */
public record Call(Instant deadline, Urgency urgency, @Nullable String validator) {

  /** A call that a user waits for, with nothing held yet. */
  public static Call before(Instant deadline) {
    return new Call(deadline, Urgency.FOREGROUND, null);
  }
}
