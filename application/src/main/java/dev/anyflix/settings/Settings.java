package dev.anyflix.settings;

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
 * The value of every setting of {@link SettingTable}, checked. Immutable.
 *
 * <p>A name that is in the environment counts, else its line in the .env file, else its default. An
 * empty value means the default, wherever it stands; {@link SettingTable#REDIS_HOST} alone takes it
 * as a value.
 */
public final class Settings {

  /** Where a value comes from. */
  public enum Origin {
    ENVIRONMENT("environment"),
    DOTENV(".env"),
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

  private record Given(String text, Origin origin) {}

  private static final int SAFE_TOKEN_LENGTH = 16;
  private static final int ECHOED_LENGTH = 80;
  private static final Map<String, Setting<?>> BY_NAME =
      SettingTable.ALL.stream()
          .collect(Collectors.toUnmodifiableMap(Setting::name, Function.identity()));

  /** The settings, and what the command line alone reads. */
  private static final Set<String> NAMES =
      Stream.concat(BY_NAME.keySet().stream(), Stream.of(AdminAccess.URL_NAME))
          .collect(Collectors.toUnmodifiableSet());

  /** The names that docker-compose.yml reads from the same .env. */
  private static final Set<String> COMPOSE_NAMES =
      Set.of(
          "CONTAINER_USER", "GRAFANA_PASSWORD", "REDIS_COMMANDER_USER", "REDIS_COMMANDER_PASSWORD");

  private static final Spelling SPELLING = new Spelling(List.copyOf(NAMES));

  private final Map<String, Given> given;
  private final List<String> warnings;

  private Settings(Map<String, Given> given, List<String> problems, List<String> warnings) {
    this.given = Map.copyOf(given);
    List<String> wrong = new ArrayList<>(problems);
    SettingTable.ALL.forEach(setting -> problem(setting).ifPresent(wrong::add));
    if (!wrong.isEmpty()) {
      throw new SettingsException(wrong);
    }
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads the settings of a process.
   *
   * @param environment its environment variables
   * @param workingDirectory where a .env file may be
   * @throws SettingsException if any value can't be used
   */
  public static Settings load(Map<String, String> environment, Path workingDirectory) {
    DotEnv file = DotEnv.read(workingDirectory.resolve(".env"));
    Map<String, Given> given = new HashMap<>();
    file.values().forEach((name, text) -> put(given, name, text, Origin.DOTENV));
    environment.forEach((name, text) -> put(given, name, text, Origin.ENVIRONMENT));
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
    return new Settings(given, file.problems(), warnings);
  }

  /**
   * The settings that result from these values alone, as if they were the environment.
   *
   * @throws SettingsException if any value can't be used
   * @throws IllegalArgumentException if a name is not that of a setting
   */
  public static Settings of(Map<String, String> values) {
    Map<String, Given> given = new HashMap<>();
    values.forEach((name, text) -> put(given, requireKnown(name), text, Origin.ENVIRONMENT));
    return new Settings(given, List.of(), List.of());
  }

  /**
   * These settings with one value changed, as if by the environment.
   *
   * @throws SettingsException if the value can't be used
   */
  public Settings with(Setting<?> setting, String text) {
    Map<String, Given> changed = new HashMap<>(given);
    put(changed, setting.name(), text, Origin.ENVIRONMENT);
    return new Settings(changed, List.of(), warnings);
  }

  /** The value of a setting; null only for one that has no default and is not set. */
  public <T extends @Nullable Object> T get(Setting<T> setting) {
    return setting.read(text(setting));
  }

  /** Where the value of a setting comes from. */
  public Origin origin(Setting<?> setting) {
    Given value = given.get(setting.name());
    return value == null ? Origin.DEFAULT : value.origin();
  }

  /** The value of a setting as text that may be shown: a secret is masked. */
  public String shown(Setting<?> setting) {
    return setting.masked(text(setting));
  }

  /** What a person should look at though it stops nothing, one line each. */
  public List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    String token = get(SettingTable.ADMIN_TOKEN);
    if (token != null && token.length() < SAFE_TOKEN_LENGTH) {
      all.add("ADMIN_TOKEN: shorter than " + SAFE_TOKEN_LENGTH + " characters is easy to guess");
    }
    return List.copyOf(all);
  }

  private String text(Setting<?> setting) {
    Given value = given.get(setting.name());
    return value == null ? setting.defaultText() : value.text();
  }

  private Optional<String> problem(Setting<?> setting) {
    try {
      setting.read(text(setting));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String echo = setting.secret() ? "" : ", was '" + echo(setting) + "'";
      return Optional.of(setting.name() + ": " + e.getMessage() + echo);
    }
  }

  private String echo(Setting<?> setting) {
    String text = shown(setting).replaceAll("\\p{Cntrl}", "?");
    return text.length() <= ECHOED_LENGTH ? text : text.substring(0, ECHOED_LENGTH) + "...";
  }

  private static void put(Map<String, Given> given, String name, String text, Origin origin) {
    Setting<?> setting = BY_NAME.get(name);
    if (setting == null) {
      return;
    }
    String stripped = text.strip();
    if (stripped.isEmpty() && !setting.readsEmpty()) {
      given.remove(name);
    } else {
      given.put(name, new Given(stripped, origin));
    }
  }

  private static SortedSet<String> unknown(Map<String, String> values) {
    SortedSet<String> names = new TreeSet<>(values.keySet());
    names.removeAll(NAMES);
    names.removeAll(COMPOSE_NAMES);
    return names;
  }

  private static String suggestion(Optional<String> meant) {
    return meant.map(name -> "; did you mean " + name + "?").orElse("");
  }

  private static String requireKnown(String name) {
    if (!BY_NAME.containsKey(name)) {
      throw new IllegalArgumentException("not a setting: " + name);
    }
    return name;
  }
}
