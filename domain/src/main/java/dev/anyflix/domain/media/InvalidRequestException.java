package dev.anyflix.domain.media;

import java.util.List;
import java.util.stream.Collectors;

/** A request whose parameters are out of range; carries every problem found, not just the first. */
public final class InvalidRequestException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * What is wrong with one parameter.
   *
   * @param parameter its name in the API
   * @param detail what is wrong and what is allowed; never repeats the value given
   */
  public record Problem(String parameter, String detail) {}

  private final transient List<Problem> problems;

  public InvalidRequestException(List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> problem.parameter() + ": " + problem.detail())
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order of the parameters; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
