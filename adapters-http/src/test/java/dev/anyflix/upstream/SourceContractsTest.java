package dev.anyflix.upstream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.anyflix.domain.media.MediaSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every source of this module has a test that runs the contract. */
final class SourceContractsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages("dev.anyflix.upstream");

  @Test
  void everySourceHasAContractTestInItsPackage() {
    List<String> tested =
        CLASSES.that(assignableTo(HttpAdapterContract.class)).stream()
            .map(JavaClass::getPackageName)
            .toList();

    assertThat(CLASSES.that(implement(MediaSource.class)))
        .isNotEmpty()
        .as("sources without a subclass of HttpAdapterContract in their package")
        .filteredOn(source -> !tested.contains(source.getPackageName()))
        .isEmpty();
  }
}
