package dev.anyflix.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine and the JVM that a run is measured on. */
final class Machine {

  private Machine() {}

  static String describe() throws IOException {
    return "%d cores of %s, %s %s; load average before the run %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("java.vm.name"),
            Runtime.version(),
            Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
  }

  private static String processor() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse("an unknown processor");
    }
  }
}
