package dev.anyflix.web;

/** A request that is answered with a problem. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(int status, String detail) {
    super(detail);
    this.problem = Problem.of(status, Problems.title(status), detail, null);
  }

  Problem problem() {
    return problem;
  }
}
