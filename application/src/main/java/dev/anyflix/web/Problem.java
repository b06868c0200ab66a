package dev.anyflix.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.anyflix.domain.media.InvalidRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as the API tells it (RFC 9457).
 *
 * @param type what kind of error it is; {@code about:blank} says no more than the status
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what went wrong and what to do
 * @param instance the path that was asked for
 * @param errors what is wrong with which parameter, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    @Nullable List<InvalidRequestException.Problem> errors) {

  static final String CONTENT_TYPE = "application/problem+json";

  static Problem of(int status, String title, String detail, @Nullable String instance) {
    return new Problem("about:blank", title, status, detail, instance, null);
  }
}
