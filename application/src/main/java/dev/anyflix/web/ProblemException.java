package dev.anyflix.web;

import java.util.Map;

/** A request that is answered with a {@link Problem}. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  ProblemException(int status, String detail) {
    this(status, detail, Map.of());
  }

  /**
   * @param headers the headers that come with the problem
   */
  ProblemException(int status, String detail, Map<String, String> headers) {
    super(detail);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  static ProblemException unknownId() {
    return new ProblemException(404, "The source has nothing with this id.");
  }

  /**
   * @param allowed the methods that the path supports
   */
  static ProblemException methodNotAllowed(String method, String allowed) {
    return new ProblemException(
        405, "This path does not support " + method + ".", Map.of("Allow", allowed));
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }
}
