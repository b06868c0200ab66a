package dev.anyflix.settings;

import dev.anyflix.settings.Variables.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The validated value of every setting of {@link SettingTable}. Immutable.
 *
 * <p>Environment variables override .env, which overrides the defaults. An empty value means the
 * default, except for {@link SettingTable#REDIS_HOST}, where it means "no Redis". A secret may be
 * in a file that {@code NAME_FILE} names.
 */
public final class Settings {

  /** The source of a value. */
  public enum Origin {
    ENVIRONMENT("environment"),
    ENVIRONMENT_FILE("file, environment"),
    DOTENV(".env"),
    DOTENV_FILE("file, .env"),
    DEFAULT("default");

    private final String label;

    Origin(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  private static final int SAFE_TOKEN_LENGTH = 16;
  private static final int ECHOED_LENGTH = 80;
  private static final Map<String, Setting<?>> BY_NAME =
      SettingTable.ALL.stream()
          .collect(Collectors.toUnmodifiableMap(Setting::name, Function.identity()));

  /** The names of all settings and of those that only the command line reads. */
  private static final Set<String> NAMES =
      Stream.of(
              BY_NAME.keySet().stream().map(Variables::namesOf).flatMap(List::stream),
              SettingTable.ALL.stream()
                  .filter(Setting::allowsFile)
                  .map(setting -> setting.name() + Variables.FILE_SUFFIX),
              Stream.of(AdminAccess.URL_NAME))
          .flatMap(Function.identity())
          .collect(Collectors.toUnmodifiableSet());

  /** The names that docker-compose.yml reads from the same .env. */
  private static final Set<String> COMPOSE_NAMES =
      Set.of(
          "CONTAINER_USER", "GRAFANA_PASSWORD", "REDIS_COMMANDER_USER", "REDIS_COMMANDER_PASSWORD");

  /** Variables of other programs that resemble a setting. */
  private static final Set<String> OTHER_NAMES = Set.of("FTP_PROXY", "ftp_proxy");

  private static final Spelling SPELLING = new Spelling(List.copyOf(NAMES));

  private final Map<String, Value> values;
  private final List<String> warnings;

  private Settings(Map<String, Value> values, List<String> problems, List<String> warnings) {
    this.values = Map.copyOf(values);
    List<String> all = new ArrayList<>(problems);
    SettingTable.ALL.forEach(setting -> problem(setting).ifPresent(all::add));
    if (isSet(SettingTable.REDIS_CERT_FILE) != isSet(SettingTable.REDIS_KEY_FILE)) {
      all.add("REDIS_CERT_FILE and REDIS_KEY_FILE: must be set together");
    }
    if (!all.isEmpty()) {
      throw new SettingsException(all);
    }
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads the environment and .env.
   *
   * @param environment the environment variables
   * @param workingDirectory the directory of the .env file
   * @throws SettingsException if any value is invalid; it lists all problems
   */
  public static Settings load(Map<String, String> environment, Path workingDirectory) {
    DotEnv file = DotEnv.read(workingDirectory.resolve(".env"));
    Variables variables = new Variables(environment, file.values(), workingDirectory);
    List<String> problems = new ArrayList<>(file.problems());
    Map<String, Value> given = new HashMap<>();
    for (Setting<?> setting : SettingTable.ALL) {
      try {
        String name = setting.name();
        Optional<Value> value =
            setting.allowsFile() ? variables.findSecret(name) : variables.find(name);
        value.ifPresent(found -> put(given, setting, found));
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    List<String> warnings = new ArrayList<>(file.warnings());
    for (String name : unknown(file.values())) {
      warnings.add(".env: " + name + " is not a setting" + suggestion(SPELLING.nearest(name)));
    }
    Spelling longNames = SPELLING.ofLongNames();
    for (String name : unknown(environment)) {
      Optional<String> meant = longNames.nearest(name);
      if (meant.isPresent()) {
        warnings.add("environment: " + name + " is not a setting" + suggestion(meant));
      }
    }
    return new Settings(given, problems, warnings);
  }

  /**
   * Settings with these values as the environment, and without .env.
   *
   * @throws SettingsException if any value is invalid
   * @throws IllegalArgumentException if a name is unknown
   */
  public static Settings of(Map<String, String> values) {
    Map<String, Value> given = new HashMap<>();
    values.forEach(
        (name, text) ->
            put(given, requireKnown(name), new Value(text.strip(), Origin.ENVIRONMENT)));
    return new Settings(given, List.of(), List.of());
  }

  /**
   * A copy with one value changed.
   *
   * @throws SettingsException if the value is invalid
   */
  public Settings with(Setting<?> setting, String text) {
    Map<String, Value> changed = new HashMap<>(values);
    put(changed, setting, new Value(text.strip(), Origin.ENVIRONMENT));
    return new Settings(changed, List.of(), warnings);
  }

  /** The value of a setting; null only if it has no default and is not set. */
  public <T extends @Nullable Object> T get(Setting<T> setting) {
    return setting.read(text(setting));
  }

  /** The source of the value of a setting. */
  public Origin origin(Setting<?> setting) {
    Value value = values.get(setting.name());
    return value == null ? Origin.DEFAULT : value.origin();
  }

  /** The value of a setting as text with secrets masked. */
  public String masked(Setting<?> setting) {
    return setting.mask(text(setting));
  }

  /** Problems that do not prevent a start, one line each. */
  public List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    String token = get(SettingTable.ADMIN_TOKEN);
    if (token != null && token.length() < SAFE_TOKEN_LENGTH) {
      all.add(
          "ADMIN_TOKEN is shorter than " + SAFE_TOKEN_LENGTH + " characters; use a longer token");
    }
    if (!text(SettingTable.REDIS_URL).startsWith("rediss")) {
      Stream.of(SettingTable.REDIS_CA_FILE, SettingTable.REDIS_CERT_FILE)
          .filter(this::isSet)
          .map(file -> file.name() + " has no effect without rediss:// in REDIS_URL")
          .forEach(all::add);
    }
    for (Setting<?> setting : SettingTable.ALL) {
      Printable.invisible(text(setting))
          .ifPresent(name -> all.add(setting.name() + " contains " + name));
    }
    return List.copyOf(all);
  }

  private boolean isSet(Setting<?> setting) {
    return values.containsKey(setting.name());
  }

  private String text(Setting<?> setting) {
    Value value = values.get(setting.name());
    return value == null ? setting.defaultText() : value.text();
  }

  private Optional<String> problem(Setting<?> setting) {
    try {
      setting.read(text(setting));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String echo = setting.isSecret() ? "" : ", was '" + echo(setting) + "'";
      String invisible =
          Printable.invisible(text(setting)).map(name -> "; contains " + name).orElse("");
      return Optional.of(setting.name() + ": " + e.getMessage() + echo + invisible);
    }
  }

  private String echo(Setting<?> setting) {
    String text = Printable.of(masked(setting));
    return text.length() <= ECHOED_LENGTH ? text : text.substring(0, ECHOED_LENGTH) + "...";
  }

  private static void put(Map<String, Value> given, Setting<?> setting, Value value) {
    if (value.text().isEmpty() && !setting.acceptsEmpty()) {
      given.remove(setting.name());
    } else {
      given.put(setting.name(), value);
    }
  }

  private static SortedSet<String> unknown(Map<String, String> values) {
    SortedSet<String> names = new TreeSet<>(values.keySet());
    names.removeAll(NAMES);
    names.removeAll(OTHER_NAMES);
    names.removeAll(COMPOSE_NAMES);
    return names;
  }

  private static String suggestion(Optional<String> meant) {
    return meant.map(name -> "; did you mean " + name + "?").orElse("");
  }

  private static Setting<?> requireKnown(String name) {
    Setting<?> setting = BY_NAME.get(name);
    if (setting == null) {
      throw new IllegalArgumentException("Unknown setting: " + name);
    }
    return setting;
  }
}
