package dev.anyflix.settings;

import dev.anyflix.settings.Settings.Origin;
import dev.anyflix.settings.Variables.Value;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a running service and the token of its admin API. Immutable.
 *
 * @param url its address, {@code http} or {@code https}, without user, query and last slash
 * @param token the bearer token, or null for none
 * @param isTokenWithheld whether a token is not sent because .env, which may come from somebody
 *     else, names the address but does not contain the token
 */
public record AdminAccess(URI url, @Nullable String token, boolean isTokenWithheld) {

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
    Map<String, String> dotEnv = DotEnv.read(workingDirectory.resolve(".env")).values();
    Variables variables = new Variables(environment, dotEnv, workingDirectory);
    URI url = url(givenUrl, variables);
    if (givenToken != null) {
      return new AdminAccess(url, givenToken.isBlank() ? null : checked(givenToken.strip()), false);
    }
    Optional<Value> token = token(variables).filter(value -> !value.text().isEmpty());
    boolean withheld =
        givenUrl == null
            && token.filter(value -> value.origin() != Origin.DOTENV).isPresent()
            && isChosenByDotEnv(variables);
    return new AdminAccess(
        url,
        withheld ? null : token.map(Value::text).map(AdminAccess::checked).orElse(null),
        withheld);
  }

  private static Optional<Value> token(Variables variables) {
    try {
      return variables.findSecret(SettingTable.ADMIN_TOKEN.name());
    } catch (IllegalArgumentException e) {
      throw new SettingsException(List.of(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Whether .env, which may come with a folder from somebody else, selects a service on another
   * machine.
   */
  private static boolean isChosenByDotEnv(Variables variables) {
    Optional<Value> url = variables.find(URL_NAME).filter(value -> !value.text().isEmpty());
    if (url.isPresent()) {
      return url.get().origin() == Origin.DOTENV;
    }
    Optional<Value> host = variables.find(SettingTable.HOST.name());
    return host.filter(value -> value.origin() == Origin.DOTENV && !value.text().isEmpty())
        .filter(value -> !new ListenAddress(value.text(), 0).isLocal())
        .isPresent();
  }

  private static URI url(@Nullable String given, Variables variables) {
    if (given != null) {
      return read("--url", given, Values.webAddress());
    }
    String named = text(variables, URL_NAME);
    return named.isEmpty() ? local(variables) : read(URL_NAME, named, Values.webAddress());
  }

  /** The address of a service on this machine. */
  private static URI local(Variables variables) {
    int port = read(SettingTable.PORT, variables);
    if (port == 0) {
      throw new SettingsException(
          List.of("PORT is 0 (any free port), so the address is unknown; use --url"));
    }
    return new ListenAddress(read(SettingTable.HOST, variables), port).url();
  }

  private static <T> T read(Setting<T> setting, Variables variables) {
    String text = text(variables, setting.name());
    return read(setting.name(), text.isEmpty() ? setting.defaultText() : text, setting::read);
  }

  private static <T> T read(String name, String text, Values.Reader<T> reader) {
    try {
      return reader.read(text);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(List.of(name + ": " + e.getMessage()));
    }
  }

  private static String text(Variables variables, String name) {
    return variables.find(name).map(Value::text).orElse("");
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
