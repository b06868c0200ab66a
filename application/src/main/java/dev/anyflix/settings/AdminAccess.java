package dev.anyflix.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a running service is and the token that its administration wants. Immutable.
 *
 * @param url its address, {@code http} or {@code https}, without user, query and last slash
 * @param token what to send as a bearer token, or null for none
 */
public record AdminAccess(URI url, @Nullable String token) {

  /** The name under which the environment or the .env file gives the address of a service. */
  public static final String URL_NAME = "ANYFLIX_URL";

  /**
   * Reads the few names that a client of the service needs, and none else: a bad value of another
   * setting is no reason not to look at a service that runs.
   *
   * <p>The address is the one given, else {@value #URL_NAME}, else that of a service with these
   * settings on this machine. The environment comes before the .env file.
   *
   * @param givenUrl an address that wins over all others, or null
   * @param givenToken a token that wins over ADMIN_TOKEN, or null
   * @param environment the environment variables
   * @param workingDirectory where a .env file may be
   * @throws SettingsException if the address can't be used or is not known
   */
  public static AdminAccess read(
      @Nullable String givenUrl,
      @Nullable String givenToken,
      Map<String, String> environment,
      Path workingDirectory) {
    Map<String, String> values =
        new HashMap<>(DotEnv.read(workingDirectory.resolve(".env")).values());
    values.putAll(environment);
    String token = givenToken == null ? text(values, SettingTable.ADMIN_TOKEN.name()) : givenToken;
    return new AdminAccess(url(givenUrl, values), token.isBlank() ? null : checked(token.strip()));
  }

  private static URI url(@Nullable String given, Map<String, String> values) {
    if (given != null) {
      return read("--url", given, Values.webAddress());
    }
    String named = text(values, URL_NAME);
    return named.isEmpty() ? local(values) : read(URL_NAME, named, Values.webAddress());
  }

  /** The address of a service on this machine. */
  private static URI local(Map<String, String> values) {
    int port = read(SettingTable.PORT, values);
    if (port == 0) {
      throw new SettingsException(
          List.of("PORT is 0, which takes any free port: name the service with --url"));
    }
    return new ListenAddress(read(SettingTable.HOST, values), port).url();
  }

  private static <T> T read(Setting<T> setting, Map<String, String> values) {
    String text = text(values, setting.name());
    return read(setting.name(), text.isEmpty() ? setting.defaultText() : text, setting::read);
  }

  private static <T> T read(String name, String text, Values.Reader<T> reader) {
    try {
      return reader.read(text);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(List.of(name + ": " + e.getMessage()));
    }
  }

  private static String text(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).orElse("");
  }

  /** A token travels in a header, which takes ASCII alone. */
  private static String checked(String token) {
    if (!token.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new SettingsException(List.of("the token must be of ASCII characters on one line"));
    }
    return token;
  }

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "AdminAccess[" + url + ", token=" + (token == null ? "none" : "***") + "]";
  }
}
