package dev.anyflix.redis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer of a cluster's node that a command has to go to another one.
 *
 * @param isForOnce whether this holds for the one command, because the slot of its key is on its
 *     way to the other node
 * @param address the other node
 */
record Redirection(boolean isForOnce, String address) {

  private static final Pattern TEXT =
      Pattern.compile("(?<kind>MOVED|ASK) \\d+ (?<host>.*):(?<port>\\d+).*", Pattern.DOTALL);

  /**
   * Reads the failure of a command; empty where it is no redirection.
   *
   * @param asked the address of the node that answered, whose host is used where none is named
   */
  static Optional<Redirection> of(Throwable failure, String asked) {
    return RedisErrors.answer(failure).flatMap(answer -> read(answer, asked));
  }

  private static Optional<Redirection> read(String answer, String asked) {
    Matcher text = TEXT.matcher(answer);
    if (!text.matches()) {
      return Optional.empty();
    }
    String host = text.group("host");
    boolean isNamed = !host.isEmpty() && !host.equals("?");
    return Optional.of(
        new Redirection(
            text.group("kind").equals("ASK"),
            (isNamed ? host : RedisAddress.host(asked)) + ':' + text.group("port")));
  }
}
