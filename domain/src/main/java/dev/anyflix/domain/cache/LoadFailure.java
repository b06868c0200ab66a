package dev.anyflix.domain.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a load failed, in the form in which instances tell each other.
 *
 * @param kind the name of the kind of failure
 * @param message what to tell the user
 * @param retryAfter how long to wait before asking again, or null when unknown
 */
public record LoadFailure(String kind, String message, @Nullable Duration retryAfter) {}
