package dev.anyflix.boot;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between the parts of the service. */
final class ArchitectureTest {

  private static final String[] ADAPTERS = {
    "dev.anyflix.memory..", "dev.anyflix.redis..", "dev.anyflix.upstream.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.anyflix");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.anyflix.domain.media",
        "dev.anyflix.domain.cache",
        "dev.anyflix.domain.matching",
        "dev.anyflix.domain.budget",
        "dev.anyflix.memory",
        "dev.anyflix.redis",
        "dev.anyflix.upstream",
        "dev.anyflix.settings",
        "dev.anyflix.core.tier",
        "dev.anyflix.core",
        "dev.anyflix.web",
        "dev.anyflix.boot.doctor",
        "dev.anyflix.cli",
        "dev.anyflix.demo"
      })
  void thePackagesThatTheRulesSpeakOfHoldClasses(String name) {
    assertThat(CLASSES.containPackage(name)).isTrue();
    assertThat(CLASSES.that(resideInAPackage(name))).isNotEmpty();
  }

  @Test
  void theDomainDependsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("dev.anyflix.domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.anyflix.domain..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void anAdapterDependsOnNoOtherPartThanTheDomain() {
    for (String adapter : List.of(ADAPTERS)) {
      noClasses()
          .that()
          .resideInAPackage(adapter)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.anyflix..")
                  .and(DescribedPredicate.not(resideInAnyPackage(adapter, "dev.anyflix.domain.."))))
          .check(CLASSES);
    }
  }

  @Test
  void onlyTheCompositionRootKnowsTheAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ADAPTERS)
        .and()
        .haveNameNotMatching("dev\\.anyflix\\.boot\\.(App|Doctor|Sources)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ADAPTERS)
        .check(CLASSES);
  }

  @Test
  void demoDependsOnNoOtherPackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.anyflix.demo..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.anyflix..")
                .and(DescribedPredicate.not(resideInAPackage("dev.anyflix.demo.."))))
        .check(CLASSES);
  }

  @Test
  void operationsAndTiersKnowNeitherWebNorCommandLine() {
    noClasses()
        .that()
        .resideInAPackage("dev.anyflix.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.anyflix.web..", "dev.anyflix.cli..", "dev.anyflix.demo..", "io.javalin..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.anyflix.core.tier..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.anyflix.core")
        .check(CLASSES);
  }
}
