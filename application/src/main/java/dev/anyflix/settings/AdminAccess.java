package dev.anyflix.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a running service and the token of its admin API. Immutable.
 *
 * @param url its address, {@code http} or {@code https}, without user, query and last slash
 * @param token the bearer token, or null for none
 */
public record AdminAccess(URI url, @Nullable String token) {

  /** The variable with the address of the service, in the environment or in .env. */
  public static final String URL_NAME = "ANYFLIX_URL";

  /**
   * Reads the settings of a client. Other settings are not validated, so that a running service can
   * be examined whatever they are.
   *
   * <p>The address is the given one, else {@value #URL_NAME}, else HOST and PORT on this machine.
   * Environment variables override .env.
   *
   * @param givenUrl an address that overrides the settings, or null
   * @param givenToken a token that overrides ADMIN_TOKEN, or null
   * @param environment the environment variables
   * @param workingDirectory the directory of the .env file
   * @throws SettingsException if the address or the token is malformed or the address unknown
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
          List.of("PORT is 0 (any free port), so the address is unknown; use --url"));
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

  /** Headers hold ASCII only. */
  private static String checked(String token) {
    if (!token.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new SettingsException(List.of("The token must be one line of ASCII characters"));
    }
    return token;
  }

  /** Masks the token. */
  @Override
  public String toString() {
    return "AdminAccess[" + url + ", token=" + (token == null ? "none" : "***") + "]";
  }
}
