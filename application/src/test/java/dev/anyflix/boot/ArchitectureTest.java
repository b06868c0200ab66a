package dev.anyflix.boot;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The allowed dependencies between the parts of the service.
 *
 * <p>ArchUnit fails a rule that finds no class to check; {@link #present} fails one that names a
 * package without classes on its other side.
 */
final class ArchitectureTest {

  private static final String DOMAIN = "dev.anyflix.domain..";
  private static final String CORE = "dev.anyflix.core..";
  private static final String SETTINGS = "dev.anyflix.settings..";
  private static final String WEB = "dev.anyflix.web..";
  private static final String CLI = "dev.anyflix.cli..";
  private static final String BOOT = "dev.anyflix.boot..";
  private static final String DEMO = "dev.anyflix.demo..";
  private static final String UPSTREAMS = "dev.anyflix.upstream..";
  private static final String[] ADAPTERS = {
    "dev.anyflix.memory..", "dev.anyflix.redis..", UPSTREAMS
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .withImportOption(location -> !location.contains("testkit"))
          .importPackages("dev.anyflix");

  /** The given packages, each of which holds classes. */
  private static String[] present(String... packages) {
    for (String name : packages) {
      assertThat(CLASSES.that(resideInAPackage(name))).as(name).isNotEmpty();
    }
    return packages;
  }

  @Test
  void domainDependsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAnyPackage(present(DOMAIN))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(DOMAIN, "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void coreDependsOnTheDomainTheJdkAndTheLoggingApiAlone() {
    classes()
        .that()
        .resideInAnyPackage(present(CORE))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(CORE, DOMAIN, "java..", "org.jspecify..", "org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void cacheTiersDoNotDependOnTheOperations() {
    noClasses()
        .that()
        .resideInAnyPackage(present("dev.anyflix.core.tier.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(present("dev.anyflix.core"))
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.anyflix.memory..", "dev.anyflix.redis..", "dev.anyflix.upstream.."})
  void adapterDependsOnNoOtherPartThanTheDomain(String adapter) {
    noClasses()
        .that()
        .resideInAnyPackage(present(adapter))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.anyflix..").and(not(resideInAnyPackage(adapter, DOMAIN))))
        .check(CLASSES);
  }

  @Test
  void upstreamDoesNotDependOnAnother() {
    slices()
        .matching("dev.anyflix.upstream.(*)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES.that(resideInAnyPackage(present("dev.anyflix.upstream.*.."))));
  }

  @Test
  void everySourceOfTheAdaptersIsBuiltIn() {
    List<MediaSource> builtIn = Sources.offline(Settings.of(Map.of())).all();

    assertThat(CLASSES.that(implement(MediaSource.class).and(resideInAPackage(UPSTREAMS))))
        .extracting(JavaClass::getName)
        .as("sources that boot.Sources creates")
        .containsExactlyInAnyOrderElementsOf(
            builtIn.stream().map(source -> source.getClass().getName()).toList());
  }

  @Test
  void onlyTheCompositionRootDependsOnTheAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackages(present(ADAPTERS))
        .and()
        .haveNameNotMatching(
            "dev\\.anyflix\\.boot\\.(Assembly|Composition|Doctor|ProviderFactory|Sources|UpstreamHttp)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ADAPTERS)
        .check(CLASSES);
  }

  @Test
  void webDependsOnTheCoreAndTheSettingsAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(present(WEB))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.anyflix..")
                .and(not(resideInAnyPackage(present(WEB, CORE, DOMAIN, SETTINGS)))))
        .check(CLASSES);
  }

  @Test
  void settingsDependOnTheDomainAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(present(SETTINGS))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.anyflix..").and(not(resideInAnyPackage(SETTINGS, DOMAIN))))
        .check(CLASSES);
  }

  @Test
  void nothingButTheMainClassDependsOnTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.anyflix", CLI)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(present(CLI))
        .check(CLASSES);
  }

  @Test
  void demoDependsOnNoOtherPackage() {
    noClasses()
        .that()
        .resideInAnyPackage(present(DEMO))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.anyflix..").and(not(resideInAPackage(DEMO))))
        .check(CLASSES);
  }

  @Test
  void onlyTheCompositionRootAndTheCommandLineDependOnTheDemo() {
    noClasses()
        .that()
        .resideOutsideOfPackages(present(DEMO, CLI, BOOT))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(DEMO)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.anyflix.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
