package dev.anyflix.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassFileCheckTest {

  private static final String RESOURCE = "a/B.class";

  @TempDir private Path folder;

  @Test
  void unchangedJarPasses() throws IOException {
    Path jar = folder.resolve("service.jar");
    write(jar, RESOURCE, "first");

    try (var loader = loader(jar)) {
      var check = new ClassFileCheck(loader, RESOURCE);

      assertThat(check.passes()).isTrue();
      assertThat(check.passes()).isTrue();
    }
  }

  @Test
  void jarThatIsWrittenAnewUnderTheServiceFails() throws IOException {
    Path jar = folder.resolve("service.jar");
    write(jar, RESOURCE, "first");

    try (var loader = loader(jar)) {
      var check = new ClassFileCheck(loader, RESOURCE);
      write(jar, "another/and/longer/Name.class", "second");

      assertThat(check.passes()).isFalse();
    }
  }

  @Test
  void classesOfThisServicePass() {
    assertThat(ClassFileCheck.ofThisService().passes()).isTrue();
  }

  private static URLClassLoader loader(Path jar) throws IOException {
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
  }

  private static void write(Path jar, String name, String text) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new JarOutputStream(file)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.getBytes(UTF_8));
      out.closeEntry();
    }
  }
}
