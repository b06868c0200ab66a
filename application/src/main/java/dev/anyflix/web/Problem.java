package dev.anyflix.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.anyflix.domain.media.InvalidRequestException;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error (RFC 9457).
 *
 * @param type always {@code about:blank}, because {@code code} tells the kinds of problems apart
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what happened and what to do
 * @param instance the path of the request, or null if the request was not read
 * @param code the kind of the problem
 * @param requestId the id of the request, which the log has too
 * @param errors the invalid parameters, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    String code,
    String requestId,
    @Nullable List<InvalidRequestException.Problem> errors) {

  static final String CONTENT_TYPE = "application/problem+json";

  /** A problem of a request that is not known yet. */
  static Problem of(int status, String code, String detail) {
    return new Problem("about:blank", title(status), status, detail, null, code, "", null);
  }

  Problem with(List<InvalidRequestException.Problem> invalidParameters) {
    return new Problem(
        type, title, status, detail, instance, code, requestId, List.copyOf(invalidParameters));
  }

  Problem at(@Nullable String path, String id) {
    return new Problem(type, title, status, detail, path, code, id, errors);
  }

  private static String title(int status) {
    String title = HttpStatus.getMessage(status);
    return title == null ? "Status " + status : title;
  }
}
