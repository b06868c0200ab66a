package dev.anyflix.core.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not work, in words for the operator.
 *
 * @param level how severe it is
 * @param source {@code redis}, or the id of the source
 * @param summary the condition in a few words: {@code Redis unavailable since 03:13}
 * @param cause what happened
 * @param consequence what follows for requests
 * @param action what to do
 * @param since when it began; null when unknown
 * @param nextAttemptAt when the next attempt is made; null when there is no pause
 */
public record Incident(
    Level level,
    String source,
    String summary,
    String cause,
    String consequence,
    String action,
    @Nullable Instant since,
    @Nullable Instant nextAttemptAt) {}
