package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Redis user with the rights that docs/operations.md lists, and no others. */
final class LeastRights {

  static final String USER = "anyflix";
  static final String PASSWORD = "a-long-password";

  private static final String COMMAND = "ACL SETUSER " + USER + " ";

  private LeastRights() {}

  /**
   * Creates the user.
   *
   * @param furtherRights those that the documentation requires for this kind of server alone
   */
  static void createUser(RedisProcess server, String... furtherRights) {
    List<String> command = new ArrayList<>(documented());
    command.addAll(List.of("~movies*", "~series*"));
    command.addAll(List.of(furtherRights));
    assertThat(server.command(command.toArray(String[]::new))).isEqualTo("+OK\r\n");
  }

  /** The words of the command in the documentation. */
  static List<String> documented() {
    try {
      String text = Files.readString(Path.of("../docs/operations.md"));
      int from = text.indexOf(COMMAND);
      assertThat(from).isPositive();
      String command =
          text.substring(from, text.indexOf("```", from))
              .replace("\\\n", " ")
              .replace("PASSWORD", PASSWORD);
      return List.of(command.strip().split("\\s+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The part of a URL that names the user. */
  static String login() {
    return USER + ':' + PASSWORD + '@';
  }
}
