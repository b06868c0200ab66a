package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingTableTest {

  @Test
  void everyConstantIsInExactlyOneGroupUnderItsOwnName() {
    Map<String, Setting<?>> constants =
        Arrays.stream(SettingTable.class.getDeclaredFields())
            .filter(field -> field.getType() == Setting.class)
            .filter(field -> Modifier.isPublic(field.getModifiers()))
            .collect(Collectors.toMap(Field::getName, SettingTableTest::constant));

    assertThat(constants).isNotEmpty();
    constants.forEach((name, setting) -> assertThat(setting.name()).isEqualTo(name));
    assertThat(SettingTable.ALL)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(constants.values());
  }

  @Test
  void exampleFileHasAllSettingsWithDefaultsAndDescriptions() throws IOException {
    String expected =
        SettingTable.GROUPS.stream()
            .map(group -> "# " + group.title() + "\n\n" + rows(group, SettingTableTest::example))
            .collect(Collectors.joining("\n"));
    String file = Files.readString(projectRoot().resolve(".env.example"));

    assertThat(file).endsWith(expected);
    assertThat(DotEnv.parse(file).problems()).isEmpty();
    assertThat(DotEnv.parse(file).values())
        .isEqualTo(
            SettingTable.ALL.stream()
                .collect(Collectors.toMap(Setting::name, Setting::defaultText)));
  }

  @Test
  void configurationPageHasAllSettings() throws IOException {
    String expected =
        SettingTable.GROUPS.stream()
            .map(
                group ->
                    "## "
                        + group.title()
                        + "\n\n| Name | Default | Meaning |\n|---|---|---|\n"
                        + rows(group, SettingTableTest::tableRow))
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(projectRoot().resolve("docs/configuration.md")))
        .contains("\n\n" + expected + "\n");
  }

  private static String rows(SettingTable.Group group, Function<Setting<?>, String> row) {
    return group.settings().stream().map(row).collect(Collectors.joining());
  }

  private static String example(Setting<?> setting) {
    return "# "
        + setting.description()
        + "\n"
        + setting.name()
        + "="
        + setting.defaultText()
        + "\n";
  }

  private static String tableRow(Setting<?> setting) {
    String value = setting.defaultText().isEmpty() ? "-" : "`" + setting.defaultText() + "`";
    return "| `" + setting.name() + "` | " + value + " | " + setting.description() + " |\n";
  }

  private static Setting<?> constant(Field field) {
    try {
      return (Setting<?>) field.get(null);
    } catch (IllegalAccessException e) {
      return fail("not readable: " + field.getName(), e);
    }
  }

  private static Path projectRoot() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .takeWhile(directory -> directory != null)
        .filter(directory -> Files.exists(directory.resolve("README.md")))
        .findFirst()
        .orElseThrow();
  }
}
